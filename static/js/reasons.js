// Reasons are put in order by keys: Alt and an arrow move the line in which one writes.
(function () {
  const list = document.querySelector("[data-reasons]");
  if (!list) return;
  list.addEventListener("keydown", function (event) {
    const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const line = event.target.closest(".reason-line");
    const button = way && event.altKey && line && line.querySelector("[data-move=" + way + "]");
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  // After a move the page comes back at the line: go on with the keys where one was.
  const line = location.hash.startsWith("#reason-") && document.getElementById(location.hash.slice(1));
  if (line && window.matchMedia("(hover: hover) and (pointer: fine)").matches) line.querySelector("[name=zh]").focus();
})();
