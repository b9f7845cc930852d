// The picker of a reason: groups that open, and a search by initials, Chinese or English words.
// reasonPicker(element): `element` is a copy of the page's template of the picker.
window.reasonPicker = function (element) {
  const MOST_FOUND = 8;
  const search = element.querySelector("input");

  function option(id) {
    return element.querySelector("[data-pick='" + id + "']");
  }
  function options() {
    return [...element.querySelectorAll("[data-pick]")];
  }
  function reset(chosenId) {
    search.value = "";
    list([]);
    const chosen = option(chosenId);
    for (const one of options()) one.setAttribute("aria-pressed", one === chosen);
    open(chosen ? chosen.parentElement.dataset.of : undefined);
  }
  function open(group) {
    for (const head of element.querySelectorAll("[data-head]")) head.setAttribute("aria-expanded", head.dataset.head === group);
    for (const children of element.querySelectorAll(".picker-children")) children.hidden = children.dataset.of !== group;
  }
  function typed() {
    return search.value.trim().toLowerCase();
  }
  function score(one) {
    const words = typed();
    const d = one.dataset;
    if (d.initials === words || d.zh === words) return 0;
    if (d.initials.startsWith(words) || d.zh.startsWith(words)) return 1;
    if (d.zh.includes(words) || d.en.startsWith(words)) return 2;
    if (d.en.includes(words) || d.initials.includes(words)) return 3;
    return d.group.split(" ").some(function (part) { return part.startsWith(words); }) ? 4 : 9;
  }
  function find() {
    return options()
      .map(function (one, place) { return [score(one), place, one]; })
      .filter(function (entry) { return entry[0] < 9; })
      .sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; })
      .slice(0, MOST_FOUND)
      .map(function (entry) { return entry[2]; });
  }
  function list(shown) {
    const box = element.querySelector("[role=listbox]");
    box.replaceChildren(...shown.map(function (one, place) {
      const item = document.createElement("li");
      item.id = "found-" + place;
      item.role = "option";
      item.dataset.id = one.dataset.pick;
      item.textContent = one.dataset.name;
      return item;
    }));
    box.hidden = !shown.length;
    search.setAttribute("aria-expanded", String(shown.length > 0));
    mark(shown.length ? 0 : -1);
  }
  function items() {
    return [...element.querySelectorAll("[role=option]")];
  }
  function mark(place) {
    const all = items();
    all.forEach(function (item, at) { item.setAttribute("aria-selected", at === place); });
    if (all[place]) {
      search.setAttribute("aria-activedescendant", all[place].id);
      all[place].scrollIntoView({ block: "nearest" });
    } else search.removeAttribute("aria-activedescendant");
  }
  function marked() {
    return items().find(function (item) { return item.getAttribute("aria-selected") === "true"; });
  }
  function move(by) {
    const all = items();
    mark((all.indexOf(marked()) + by + all.length) % all.length);
  }
  function showFound() {
    list(typed() ? find() : []);
  }
  return { element, search, option, reset, open, items, marked, move, showFound };
};
