// Conversations: the jump to a moment takes the focus along; "/" goes to the search of the list.
(function () {
  const target = document.getElementById("at");
  if (target) {
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }

  document.addEventListener("keydown", function (event) {
    const field = document.querySelector("[data-search]");
    const typing = event.target !== document && event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || !field || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
