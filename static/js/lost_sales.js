// The lost-sale form: one row open at a time, reasons by two taps or by keys, every change saved at once.
// What could not be sent waits in this browser's storage and is sent as soon as the server answers again.
(function () {
  const page = document.querySelector("[data-lost-sales]");
  if (!page) return;
  const RETRY_MS = 4000;
  const MOST_FOUND = 8;
  const store = "lost-sales:" + page.dataset.user;
  const status = page.querySelector("[data-status]");
  const bar = page.querySelector("[data-progress]");
  const template = page.querySelector("template[data-picker]");
  const picker = template && template.content.firstElementChild.cloneNode(true);
  const rows = [...page.querySelectorAll("article[data-entry]")];
  const byKeys = window.matchMedia("(hover: hover) and (pointer: fine)");
  let current = null;
  let sending = null;
  let timer = 0;

  // --- Saving -------------------------------------------------------------------------------------
  function kept() {
    return JSON.parse(localStorage.getItem(store) || "{}");
  }
  function keep(all) {
    if (Object.keys(all).length) localStorage.setItem(store, JSON.stringify(all));
    else localStorage.removeItem(store);
  }
  function say(text, bad) {
    if (!status) return;
    status.textContent = text;
    status.classList.toggle("status-bad", Boolean(bad));
  }
  function save(url, field, value) {
    const all = kept();
    all[url] = Object.assign(all[url] || {}, { [field]: value });
    keep(all);
    flush();
  }
  function forget(url, sent) {
    const all = kept();
    for (const field in sent) if (all[url] && all[url][field] === sent[field]) delete all[url][field];
    if (all[url] && !Object.keys(all[url]).length) delete all[url];
    keep(all);
  }
  async function send(url, fields) {
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const body = new URLSearchParams(fields);
    const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token } });
    if (answer.redirected || answer.status === 403) throw new Error("signed out");
    if (answer.status >= 500) throw new Error("server");
    forget(url, fields);
    if (!answer.ok) refuse(url, (answer.headers.get("content-type") || "").includes("json") ? (await answer.json()).error : "");
  }
  function refuse(url, sentence) {
    const row = page.querySelector("[data-url='" + url + "']");
    const place = row && row.querySelector("[data-error]");
    if (!place) return;
    place.textContent = sentence;
    place.hidden = !sentence;
  }
  function flush() {
    sending = sending || sendAll().finally(function () { sending = null; });
    return sending;
  }
  async function sendAll() {
    clearTimeout(timer);
    try {
      for (let [url, fields] = first(); url; [url, fields] = first()) {
        say(page.dataset.saving);
        await send(url, fields);
      }
      say(page.dataset.saved);
    } catch (error) {
      say(error.message === "signed out" ? page.dataset.signedOut : page.dataset.unsaved, true);
      timer = setTimeout(flush, RETRY_MS);
    }
  }
  function first() {
    return Object.entries(kept())[0] || [];
  }

  // --- Rows ---------------------------------------------------------------------------------------
  function option(id) {
    return picker && picker.querySelector("[data-pick='" + id + "']");
  }
  function show(row) {
    const chosen = option(row.dataset.reason);
    if (chosen) row.querySelector("[data-label]").textContent = chosen.dataset.name;
    row.classList.toggle("loss-told", done(row));
    const scripts = row.querySelector("[data-scripts]");
    if (scripts && chosen) scripts.search = "?reason=" + row.dataset.reason;
  }
  function done(row) {
    const chosen = row.dataset.reason && option(row.dataset.reason);
    const note = row.querySelector("[data-field=note]");
    return Boolean(row.dataset.reason) && !(chosen && "needsNote" in chosen.dataset && !note.value.trim());
  }
  function count() {
    if (!bar) return;
    const all = rows.length;
    const finished = rows.filter(done).length;
    bar.textContent = finished + "/" + all;
    bar.nextElementSibling.value = finished;
  }
  function activate(row, scroll) {
    if (current) {
      current.classList.remove("loss-active");
      current.querySelector(".loss-body").hidden = true;
      current.querySelector("[data-open]").setAttribute("aria-expanded", "false");
    }
    current = row;
    if (!row) return;
    row.classList.add("loss-active");
    row.querySelector(".loss-body").hidden = false;
    row.querySelector("[data-open]").setAttribute("aria-expanded", "true");
    row.querySelector("[data-slot]").append(picker);
    reset();
    if (scroll) row.scrollIntoView({ block: "start" });
    if (byKeys.matches) search().focus({ preventScroll: Boolean(scroll) });
  }
  function next() {
    const from = rows.indexOf(current);
    const order = rows.slice(from + 1).concat(rows.slice(0, from + 1));
    const row = order.find(function (one) { return !done(one); });
    if (row) return activate(row, true);
    activate(null);
    const last = page.querySelector("[data-hand-in] button");
    if (last) last.focus();
  }
  function choose(id) {
    const chosen = option(id);
    if (!chosen || !current) return;
    current.dataset.reason = id;
    save(current.dataset.url, "reason", id);
    show(current);
    count();
    reset();
    if ("needsNote" in chosen.dataset) {
      current.querySelector(".loss-more").open = true;
      current.querySelector("[data-field=note]").focus();
    } else if (byKeys.matches) {
      current.querySelector(".question input").focus();
    }
  }

  // --- Picking a reason ---------------------------------------------------------------------------
  function search() {
    return picker.querySelector("input");
  }
  function reset() {
    search().value = "";
    list([]);
    const chosen = current && option(current.dataset.reason);
    const group = chosen && chosen.parentElement.dataset.of;
    for (const one of picker.querySelectorAll("[data-pick]")) one.setAttribute("aria-pressed", one === chosen);
    open(group);
  }
  function open(head) {
    for (const one of picker.querySelectorAll("[data-head]")) one.setAttribute("aria-expanded", one.dataset.head === head);
    for (const one of picker.querySelectorAll(".picker-children")) one.hidden = one.dataset.of !== head;
  }
  function score(one, wish) {
    const d = one.dataset;
    if (d.initials === wish || d.zh === wish) return 0;
    if (d.initials.startsWith(wish) || d.zh.startsWith(wish)) return 1;
    if (d.zh.includes(wish) || d.en.startsWith(wish)) return 2;
    if (d.en.includes(wish) || d.initials.includes(wish)) return 3;
    return d.group.split(" ").some(function (part) { return part.startsWith(wish); }) ? 4 : 9;
  }
  function find(wish) {
    const all = [...picker.querySelectorAll("[data-pick]")];
    return all
      .map(function (one, place) { return [score(one, wish), place, one]; })
      .filter(function (entry) { return entry[0] < 9; })
      .sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; })
      .slice(0, MOST_FOUND)
      .map(function (entry) { return entry[2]; });
  }
  function list(found) {
    const box = picker.querySelector("[role=listbox]");
    box.replaceChildren(...found.map(function (one, place) {
      const item = document.createElement("li");
      item.id = "found-" + place;
      item.role = "option";
      item.dataset.id = one.dataset.pick;
      item.textContent = one.dataset.name;
      return item;
    }));
    box.hidden = !found.length;
    search().setAttribute("aria-expanded", String(found.length > 0));
    mark(found.length ? 0 : -1);
  }
  function mark(place) {
    const items = [...picker.querySelectorAll("[role=option]")];
    items.forEach(function (item, at) { item.setAttribute("aria-selected", at === place); });
    if (items[place]) {
      search().setAttribute("aria-activedescendant", items[place].id);
      items[place].scrollIntoView({ block: "nearest" });
    } else search().removeAttribute("aria-activedescendant");
  }
  function searchKey(event) {
    if (event.isComposing) return;
    const items = [...picker.querySelectorAll("[role=option]")];
    const at = items.findIndex(function (item) { return item.getAttribute("aria-selected") === "true"; });
    if (event.key === "ArrowDown" && !items.length) {
      const suggested = current.querySelector("[data-suggested]");
      if (suggested) suggested.focus();
    } else if (event.key === "ArrowDown") mark((at + 1) % items.length);
    else if (event.key === "ArrowUp" && items.length) mark((at - 1 + items.length) % items.length);
    else if (event.key === "Enter" && items[at]) choose(items[at].dataset.id);
    else if (event.key === "Enter" && current.dataset.reason && !event.target.value) next();
    else if (event.key === "Escape") reset();
    else return;
    event.preventDefault();
  }
  function questionKey(event) {
    const answer = { y: "yes", n: "no", x: "na" }[event.key.toLowerCase()];
    const groups = [...current.querySelectorAll(".question")];
    const at = groups.indexOf(event.target.closest(".question"));
    if (answer) {
      const input = groups[at].querySelector("[value=" + answer + "]");
      input.checked = true;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (event.key !== "Enter") return;
    event.preventDefault();
    if (event.key === "Enter") return next();
    const following = groups[at + 1];
    if (following) (following.querySelector(":checked") || following.querySelector("input")).focus();
    else next();
  }

  // --- What happens -------------------------------------------------------------------------------
  page.addEventListener("click", function (event) {
    const target = event.target;
    const opener = target.closest("[data-open]");
    const talk = target.closest("[data-talk]");
    const head = target.closest("[data-head]");
    const item = target.closest("[role=option]");
    const pick = target.closest("[data-pick], [data-suggested]");
    if (opener) {
      const row = opener.closest("article");
      activate(row === current ? null : row);
    } else if (talk) {
      const place = document.querySelector(talk.getAttribute("hx-target"));
      place.hidden = !place.hidden;
      talk.setAttribute("aria-expanded", String(!place.hidden));
    } else if (head) open(head.getAttribute("aria-expanded") === "true" ? "" : head.dataset.head);
    else if (item) choose(item.dataset.id);
    else if (pick) choose(pick.dataset.pick || pick.dataset.suggested);
    else if (target.closest("[data-next]")) next();
  });
  page.addEventListener("keydown", function (event) {
    if (event.target.matches(".picker input")) searchKey(event);
    else if (event.target.closest(".question")) questionKey(event);
  });
  page.addEventListener("input", function (event) {
    if (event.target.matches(".picker input")) {
      const wish = event.target.value.trim().toLowerCase();
      list(wish ? find(wish) : []);
    }
  });
  page.addEventListener("change", function (event) {
    const owner = event.target.closest("[data-url]");
    if (!owner || !event.target.dataset.field) return;
    save(owner.dataset.url, event.target.dataset.field, event.target.value);
    if (owner.matches("article")) show(owner);
    count();
  });
  const handIn = page.querySelector("[data-hand-in]");
  if (handIn)
    handIn.addEventListener("submit", async function (event) {
      if (!first()[0]) return;
      event.preventDefault();
      event.stopPropagation();
      await flush();
      if (!first()[0]) handIn.requestSubmit();
    });
  window.addEventListener("online", flush);

  // What an earlier visit could not send is shown again, then sent.
  for (const [url, fields] of Object.entries(kept())) {
    const owner = page.querySelector("[data-url='" + url + "']");
    if (!owner) continue;
    if (fields.reason) owner.dataset.reason = fields.reason;
    for (const field of owner.querySelectorAll("[data-field]")) {
      const value = fields[field.dataset.field];
      if (value === undefined) continue;
      if (field.type === "radio") field.checked = field.value === value;
      else field.value = value;
    }
  }
  if (!picker) return;
  rows.forEach(show);
  count();
  if (first()[0]) flush();
  const start = rows.find(function (row) { return !done(row); });
  if (start) activate(start);
})();
