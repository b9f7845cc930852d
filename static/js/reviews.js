// Reviewing by keys: A accept, C change, R return, U take back, J/K down and up, Space the chat.
(function () {
  const list = document.querySelector("[data-reviews]");
  if (!list) return;
  let at = 0;

  function cards() {
    return [...list.querySelectorAll("[data-review]")];
  }
  function go(place) {
    const all = cards();
    at = Math.max(0, Math.min(place, all.length - 1));
    all.forEach(function (card, number) { card.classList.toggle("loss-active", number === at); });
    all[at].focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "center" });
  }

  document.addEventListener("keydown", function (event) {
    const typing = event.target.matches("input, select, textarea");
    if (typing && event.key === "Escape") return go(at);
    if (typing && event.key === "Enter" && event.target.matches(".review-reason, .review-comment")) {
      const decision = event.target.matches(".review-reason") ? "change" : "return";
      event.target.form.querySelector("[value=" + decision + "]").click();
      return event.preventDefault();
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "j") go(at + 1);
    else if (key === "k") go(at - 1);
    else if (key === " " && !event.target.matches("button, a")) cards()[at].querySelector("[data-talk]")?.click();
    else {
      const control = /^[acru]$/.test(key) && cards()[at].querySelector("[data-key=" + key + "]");
      if (!control) return;
      if (control.matches("button")) control.click();
      else control.focus();
    }
    event.preventDefault();
  });

  list.addEventListener("click", function (event) {
    const talk = event.target.closest("[data-talk]");
    const card = event.target.closest("[data-review]");
    if (card) at = cards().indexOf(card);
    if (!talk) return;
    const place = document.querySelector(talk.getAttribute("hx-target"));
    place.hidden = !place.hidden;
    talk.setAttribute("aria-expanded", String(!place.hidden));
  });

  // A decided row stays in its place; the next one is at hand, unless something was missing.
  document.addEventListener("htmx:afterSwap", function () {
    const here = cards()[at];
    go(here && here.querySelector("[role=alert]") ? at : Math.min(at + 1, cards().length - 1));
  });
  go(0);
})();
