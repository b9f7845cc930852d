// The lost-sale form: one row open at a time, reasons by two taps or by keys, every change saved at once.
// Saving is done by lost_sale_changes.js, choosing a reason by reason_picker.js.
(function () {
  const page = document.querySelector("[data-lost-sales]");
  if (!page) return;
  const status = page.querySelector("[data-status]");
  const bar = page.querySelector("[data-progress]");
  const template = page.querySelector("template[data-picker]");
  const picker = template && reasonPicker(template.content.firstElementChild.cloneNode(true));
  const rows = [...page.querySelectorAll("article[data-entry]")];
  const byKeys = window.matchMedia("(hover: hover) and (pointer: fine)");
  let current = null;
  const changes = unsentChanges("lost-sales:" + page.dataset.user, {
    sending: function () { say(page.dataset.saving); },
    sent: function () { say(page.dataset.saved); },
    failed: function (isSignedOut) { say(isSignedOut ? page.dataset.signedOut : page.dataset.unsaved, true); },
    refused: refuse,
  });

  function say(text, bad) {
    if (!status) return;
    status.textContent = text;
    status.classList.toggle("status-bad", Boolean(bad));
  }
  function refuse(url, sentence) {
    const row = page.querySelector("[data-url='" + url + "']");
    const place = row && row.querySelector("[data-error]");
    if (!place) return;
    place.textContent = sentence;
    place.hidden = !sentence;
  }

  // --- Rows ---------------------------------------------------------------------------------------
  function option(id) {
    return picker && picker.option(id);
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
    row.querySelector("[data-slot]").append(picker.element);
    picker.reset(row.dataset.reason);
    if (scroll) row.scrollIntoView({ block: "start" });
    if (byKeys.matches) picker.search.focus({ preventScroll: Boolean(scroll) });
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
    changes.save(current.dataset.url, "reason", id);
    show(current);
    count();
    picker.reset(id);
    if ("needsNote" in chosen.dataset) {
      current.querySelector(".loss-more").open = true;
      current.querySelector("[data-field=note]").focus();
    } else if (byKeys.matches) {
      current.querySelector(".question input").focus();
    }
  }

  // --- Keys and taps ------------------------------------------------------------------------------
  function searchKey(event) {
    if (event.isComposing) return;
    const some = picker.items().length > 0;
    const marked = picker.marked();
    if (event.key === "ArrowDown" && !some) {
      const suggested = current.querySelector("[data-suggested]");
      if (suggested) suggested.focus();
    } else if (event.key === "ArrowDown") picker.move(1);
    else if (event.key === "ArrowUp" && some) picker.move(-1);
    else if (event.key === "Enter" && marked) choose(marked.dataset.id);
    else if (event.key === "Enter" && current.dataset.reason && !event.target.value) next();
    else if (event.key === "Escape") picker.reset(current.dataset.reason);
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
    } else if (head) picker.open(head.getAttribute("aria-expanded") === "true" ? "" : head.dataset.head);
    else if (item) choose(item.dataset.id);
    else if (pick) choose(pick.dataset.pick || pick.dataset.suggested);
    else if (target.closest("[data-next]")) next();
  });
  page.addEventListener("keydown", function (event) {
    if (event.target.matches(".picker input")) searchKey(event);
    else if (event.target.closest(".question")) questionKey(event);
  });
  page.addEventListener("input", function (event) {
    if (event.target.matches(".picker input")) picker.showFound();
  });
  page.addEventListener("change", function (event) {
    const owner = event.target.closest("[data-url]");
    if (!owner || !event.target.dataset.field) return;
    changes.save(owner.dataset.url, event.target.dataset.field, event.target.value);
    if (owner.matches("article")) show(owner);
    count();
  });
  const handIn = page.querySelector("[data-hand-in]");
  if (handIn)
    handIn.addEventListener("submit", async function (event) {
      if (changes.isEmpty()) return;
      event.preventDefault();
      event.stopPropagation();
      await changes.flush();
      if (changes.isEmpty()) handIn.requestSubmit();
    });
  window.addEventListener("online", changes.flush);

  // What an earlier visit could not send is shown again, then sent.
  for (const [url, fields] of Object.entries(changes.all())) {
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
  if (!changes.isEmpty()) changes.flush();
  const start = rows.find(function (row) { return !done(row); });
  if (start) activate(start);
})();
