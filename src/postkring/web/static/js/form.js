// Forms: counters that count and never cut, the mark that says whether it is saved, a token that outlives signing in again.
const texts = document.body.dataset;
const number = new Intl.NumberFormat(document.documentElement.lang);

document.addEventListener("input", (event) => {
  const counter = document.querySelector(`[data-counter-for="${CSS.escape(event.target.id)}"]`);
  if (!counter) return;
  // What the server would store is counted: of a code its upper case.
  const text = event.target.value.normalize("NFC").trim();
  const length = [...("code" in counter.dataset ? text.toUpperCase().normalize("NFC") : text)].length;
  counter.textContent = `${number.format(length)}/${number.format(counter.dataset.limit)}`;
  counter.hidden = length < Number(counter.dataset.from);
  counter.classList.toggle("field-counter-over", length > Number(counter.dataset.limit));
});

function status(text, state) {
  document.querySelectorAll("[data-save-status]").forEach((mark) => {
    mark.textContent = text;
    mark.dataset.state = state;
  });
}

// A field that was saved is another element by now: its request then ends at what it stood in.
const saves = (event) => event.detail.requestConfig?.verb !== "get" && [event.detail.elt, event.target].some((element) => element.closest?.("[data-autosave]"));

const isStored = (xhr) => xhr.status >= 200 && xhr.status < 400; // 0: the server was not reached

// Somebody types on while an answer comes in: what is typed stays, and is saved when one leaves the field.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const typing = event.detail.target.contains(document.activeElement) ? document.activeElement : null;
  if (typing?.matches("input[type=text], textarea") && typing.dataset.typed) event.detail.shouldSwap = false;
});
// The same where an answer suggests what one may be typing meanwhile: what was typed there is not replaced.
const isTyped = (input) => input.type === "text" && input.value !== input.defaultValue;
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  if (target.matches("[data-keeps-typed]") && [...target.querySelectorAll("input")].some(isTyped)) event.detail.shouldSwap = false;
});
document.addEventListener("input", (event) => (event.target.dataset.typed = "yes"));
document.addEventListener("change", (event) => delete event.target.dataset.typed);

document.addEventListener("htmx:beforeRequest", (event) => saves(event) && status(texts.textSaving, "saving"));
document.addEventListener("htmx:afterRequest", (event) => {
  if (!saves(event)) return;
  const now = new Intl.DateTimeFormat("nl", { timeZone: texts.timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date());
  if (isStored(event.detail.xhr)) status(`${texts.textSaved} ${now}`, "saved");
  else status(texts.textNotSaved, "refused");
});

// Who follows a link while a card is being saved gets there once it is: leaving at once would give up what still waits to be sent.
// What is refused is read first: then the card stays.
const unsaved = new Set();
let wayOut = null;

document.addEventListener("htmx:beforeSend", (event) => {
  if (!saves(event)) return;
  const { xhr } = event.detail;
  unsaved.add(xhr);
  xhr.addEventListener("loadend", () => {
    unsaved.delete(xhr);
    if (!isStored(xhr)) wayOut = null;
    setTimeout(leave); // by then the next field of the queue is on its way
  });
});

function leave() {
  if (!wayOut || unsaved.size) return;
  window.location.assign(wayOut);
  wayOut = null;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]:not([hx-get], [target], [download])");
  if (!link || !unsaved.size || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  wayOut = link.href;
});

document.addEventListener("htmx:sendError", () => {
  const notices = document.querySelector("dialog[open] .notices") ?? document.getElementById("notices");
  const notice = document.createElement("div");
  notice.className = "notice notice-warning";
  notice.setAttribute("role", "alert");
  notice.textContent = texts.textNotReached;
  notices?.replaceChildren(notice);
});

// Who signs in again in another window gets another token: the one of the moment is sent, not the one of the page.
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

document.addEventListener("htmx:configRequest", (event) => {
  if (token()) event.detail.headers["X-CSRFToken"] = token();
});
document.addEventListener("submit", (event) => {
  const hidden = event.target.querySelector?.('input[name="csrfmiddlewaretoken"]');
  if (hidden && token()) hidden.value = token();
});
