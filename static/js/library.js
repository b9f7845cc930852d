// The library: copy a script with one click or C, walk with J and K, search with "/"; the passage that is ticked.
(function () {
  // Browsers offer the clipboard on safe connections only; elsewhere a hidden field is copied the old way.
  function copied(words) {
    if (navigator.clipboard) return navigator.clipboard.writeText(words);
    const field = document.createElement("textarea");
    field.value = words;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done ? Promise.resolve() : Promise.reject(new Error("copy"));
  }

  function copy(button) {
    const words = document.getElementById("words-" + button.dataset.copyWords);
    const label = button.querySelector("span");
    button.dataset.label = button.dataset.label || label.textContent;
    const succeeded = function () {
      label.textContent = button.dataset.copied;
      button.classList.add("copied");
    };
    const failed = function () {
      label.textContent = button.dataset.failed;
      window.getSelection().selectAllChildren(words);
    };
    copied(words.textContent).then(succeeded, failed);
    clearTimeout(Number(button.dataset.timer));
    button.dataset.timer = setTimeout(function () {
      label.textContent = button.dataset.label;
      button.classList.remove("copied");
    }, 2500);
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-copy-words]");
    if (button) copy(button);
  });

  document.addEventListener("keydown", function (event) {
    const typing = event.target !== document && event.target.matches("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const cards = Array.from(document.querySelectorAll("[data-script]"));
    const at = cards.findIndex(function (card) { return card.contains(document.activeElement); });
    const search = document.querySelector("[data-search]");
    const key = event.key.toLowerCase();
    if (key === "/" && search) {
      search.focus();
      search.select();
    } else if (key === "j" && cards.length) cards[Math.min(at + 1, cards.length - 1)].focus();
    else if (key === "k" && cards.length) cards[Math.max(at - 1, 0)].focus();
    else if (key === "c" && (at >= 0 || cards.length === 1)) copy(cards[Math.max(at, 0)].querySelector("[data-copy-words]"));
    else return;
    event.preventDefault();
  });

  const star = document.querySelector("[data-star]");
  function span() {
    const boxes = Array.from(star.querySelectorAll("[name=message]"));
    const ticked = boxes.filter(function (box) { return box.checked; });
    const first = boxes.indexOf(ticked[0]);
    const last = boxes.indexOf(ticked[ticked.length - 1]);
    boxes.forEach(function (box, place) {
      box.closest(".star-line").classList.toggle("star-in", ticked.length > 0 && place >= first && place <= last);
    });
  }
  if (star) {
    star.addEventListener("change", span);
    span();
  }
})();
