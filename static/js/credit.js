// Deciding contests by keys: J/K down and up, E the evidence, a number the agent, R the reason, Ctrl+Enter decides.
(function () {
  const list = document.querySelector("[data-contests]");
  if (!list) return;
  const cards = [...list.querySelectorAll("[data-contest]")];
  let at = 0;

  function mark(place) {
    at = Math.max(0, Math.min(place, cards.length - 1));
    cards.forEach(function (card, number) { card.classList.toggle("contest-active", number === at); });
  }

  function go(place) {
    mark(place);
    cards[at].focus({ preventScroll: true });
    cards[at].scrollIntoView({ block: "nearest" });
  }

  function choose(number) {
    const radios = [...cards[at].querySelectorAll("input[name=winner]")];
    const wanted = number === 0
      ? radios.find(function (one) { return one.value === "nobody"; })
      : radios.filter(function (one) { return /^\d+$/.test(one.value); })[number - 1];
    if (wanted && !wanted.disabled) wanted.checked = true;
  }

  document.addEventListener("keydown", function (event) {
    const typing = event.target.matches("textarea, select, input:not([type=radio])");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.form || cards[at].querySelector("form");
      if (form) form.requestSubmit();
      return event.preventDefault();
    }
    if (typing && event.key === "Escape") return go(at);
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "j") go(at + 1);
    else if (key === "k") go(at - 1);
    else if (key === "e") cards[at].querySelector("[data-evidence]").click();
    else if (key === "r") cards[at].querySelector("textarea")?.focus();
    else if (/^\d$/.test(key)) choose(Number(key));
    else return;
    event.preventDefault();
  });

  list.addEventListener("click", function (event) {
    const card = event.target.closest("[data-contest]");
    if (card) mark(cards.indexOf(card));
    const opener = event.target.closest("[data-evidence]");
    if (!opener) return;
    const place = document.getElementById(opener.getAttribute("aria-controls"));
    place.hidden = !place.hidden;
    opener.setAttribute("aria-expanded", String(!place.hidden));
  });
  // What was fetched once is only shown and hidden.
  list.addEventListener("htmx:beforeRequest", function (event) {
    const place = event.target.matches("[data-evidence]") && document.querySelector(event.target.getAttribute("hx-target"));
    if (place && place.childElementCount) event.preventDefault();
  });
  mark(0);
})();
