// Changes on their way to the server, sent one after another at once. What could not be sent waits in this browser's
// storage and is sent as soon as the server answers again.
// unsentChanges(key, on): `key` names the storage; `on` has sending(), sent(), failed(isSignedOut), refused(url, error).
window.unsentChanges = function (key, on) {
  const RETRY_MS = 4000;
  let sending = null;
  let timer = 0;

  function all() {
    return JSON.parse(localStorage.getItem(key) || "{}");
  }
  function keep(changes) {
    if (Object.keys(changes).length) localStorage.setItem(key, JSON.stringify(changes));
    else localStorage.removeItem(key);
  }
  function first() {
    return Object.entries(all())[0] || [];
  }
  function isEmpty() {
    return !first()[0];
  }
  function save(url, field, value) {
    const changes = all();
    changes[url] = Object.assign(changes[url] || {}, { [field]: value });
    keep(changes);
    flush();
  }
  function forget(url, sent) {
    const changes = all();
    for (const field in sent) if (changes[url] && changes[url][field] === sent[field]) delete changes[url][field];
    if (changes[url] && !Object.keys(changes[url]).length) delete changes[url];
    keep(changes);
  }
  async function send(url, fields) {
    const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    const body = new URLSearchParams(fields);
    const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token } });
    if (answer.redirected || answer.status === 403) throw new Error("signed out");
    if (answer.status >= 500) throw new Error("server");
    forget(url, fields);
    const isJson = (answer.headers.get("content-type") || "").includes("json");
    if (!answer.ok) on.refused(url, isJson ? (await answer.json()).error : "");
  }
  async function sendAll() {
    clearTimeout(timer);
    try {
      for (let [url, fields] = first(); url; [url, fields] = first()) {
        on.sending();
        // A later change must not overtake an earlier one.
        // oxlint-disable-next-line no-await-in-loop
        await send(url, fields);
      }
      on.sent();
    } catch (error) {
      on.failed(error.message === "signed out");
      timer = setTimeout(flush, RETRY_MS);
    }
  }
  function flush() {
    sending = sending || sendAll().finally(function () { sending = null; });
    return sending;
  }
  return { all, isEmpty, save, flush };
};
