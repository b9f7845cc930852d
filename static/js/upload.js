// The drop zone: shows what was dropped or chosen, says at once what is too large, shows the sending.
(function () {
  const form = document.querySelector("[data-upload]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector(".drop");
  const list = form.querySelector("[data-picked]");
  const send = form.querySelector("button[type=submit]");
  const limit = Number(form.dataset.limit);

  function size(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  }

  function show() {
    list.replaceChildren();
    let fits = input.files.length > 0;
    for (const file of input.files) {
      const item = document.createElement("li");
      item.textContent = file.name + " · " + size(file.size);
      if (file.size > limit) {
        fits = false;
        item.className = "too-large";
        item.textContent += " " + form.dataset.tooLarge;
      }
      list.append(item);
    }
    send.disabled = !fits;
  }

  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, function (event) {
      event.preventDefault();
      zone.classList.add("drop-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, function () {
      zone.classList.remove("drop-over");
    });
  }
  zone.addEventListener("drop", function (event) {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show();
  });
  input.addEventListener("change", show);
  form.addEventListener("submit", function () {
    send.lastChild.textContent = form.dataset.sending;
  });
  show();
})();
