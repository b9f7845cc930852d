// Small behaviours of every page: hints, forms that send themselves, no double sending.
(function () {
  function prepare(root) {
    root.querySelectorAll("[data-bs-toggle='popover']").forEach(function (element) {
      bootstrap.Popover.getOrCreateInstance(element, { trigger: "hover focus", placement: "auto" });
    });
  }

  // Browsers offer the clipboard on safe connections only; elsewhere the text is selected and copied the old way.
  function copy(button, field) {
    field.select();
    const told = function () { button.querySelector("span").textContent = button.dataset.copied; };
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(told, function () {});
    else if (document.execCommand("copy")) told();
  }

  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-send-on-change]")) event.target.form.requestSubmit();
  });

  // On a phone a row of tabs may be wider than the screen: the one in use must be in sight.
  function showCurrent() {
    document.querySelectorAll(".segments > [aria-current]").forEach(function (one) {
      const row = one.parentElement;
      if (one.offsetLeft + one.offsetWidth > row.scrollLeft + row.clientWidth) row.scrollLeft = one.offsetLeft + one.offsetWidth - row.clientWidth + 32;
    });
  }

  // A second click on a slow connection must not send a form twice.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "post" || form.dataset.sent) {
      if (form.dataset.sent) event.preventDefault();
      return;
    }
    if (event.defaultPrevented || form.hasAttribute("hx-post")) return;
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.matches("[data-select]")) event.target.select();
    const copier = event.target.closest("[data-copy]");
    if (copier) copy(copier, document.querySelector(copier.dataset.copy));
  });

  // htmx tells of text as well, such as the white space between elements that it takes away.
  document.addEventListener("htmx:beforeCleanupElement", function (event) {
    if (!(event.target instanceof Element) || !event.target.matches("[data-bs-toggle='popover']")) return;
    const hint = bootstrap.Popover.getInstance(event.target);
    if (hint) hint.dispose();
  });
  document.addEventListener("htmx:load", function (event) {
    prepare(event.target);
  });
  prepare(document);
  showCurrent();
})();
