// A card that saves itself: the mark says whether all of it is stored, and what is not stays until it is. A field that the server did not
// get goes along with the next save; one that was refused waits to be mended. Neither is replaced by the answer to another field.
const texts = document.body.dataset;

// A field that was saved is another element by now: its request then ends at what it stood in.
const saves = (event) => event.detail.requestConfig?.verb !== "get" && [event.detail.elt, event.target].some((element) => element.closest?.("[data-autosave]"));

const isStored = (xhr) => xhr.status >= 200 && xhr.status < 400; // 0: the server was not reached
const REFUSED = 422;

const slotOf = (element) => element?.closest?.(".slot[hx-post]")?.id;

// By slot, what is not stored: whether it was "refused" or never "unanswered"; and how often a slot is on its way, waiting or sent.
const kept = new Map();
const underWay = new Map();
const sent = (id) => underWay.set(id, (underWay.get(id) ?? 0) + 1);
const came = (id) => (underWay.get(id) > 1 ? underWay.set(id, underWay.get(id) - 1) : underWay.delete(id));
const isOpen = (id) => kept.has(id) || underWay.has(id);
const isTypedIn = (slot) => slot.contains(document.activeElement) && document.activeElement.matches("input[type=text], textarea") && Boolean(document.activeElement.dataset.typed);

function status(text, state) {
  document.querySelectorAll("[data-save-status]").forEach((mark) => {
    mark.textContent = text;
    mark.dataset.state = state;
  });
}

function say(isSaved) {
  const now = new Intl.DateTimeFormat("nl", { timeZone: texts.timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date());
  if (!isSaved || kept.size) status(texts.textNotSaved, "refused");
  else status(`${texts.textSaved} ${now}`, "saved");
}

// The mark beside the field itself: the one of the page cannot say which. What was refused has its reason there already.
function mark(id) {
  const slot = document.getElementById(id);
  if (!slot) return;
  const control = slot.querySelector("input:not([type=hidden]), select, textarea");
  const key = `${id}-not-sent`;
  const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((other) => other && other !== key);
  document.getElementById(key)?.remove();
  const isMarked = kept.get(id) === "unanswered";
  if (isMarked) slot.append(Object.assign(document.createElement("p"), { id: key, className: "field-error", textContent: texts.textNotSaved }));
  if (isMarked) others.push(key);
  if (others.length) control.setAttribute("aria-describedby", others.join(" "));
  else control.removeAttribute("aria-describedby");
}

function settle(id, state) {
  if (!id) return;
  if (state) kept.set(id, state);
  else kept.delete(id);
  mark(id);
}

// Why it could not be stored is no longer true once something was.
function notices(xhr, isSave) {
  const all = document.querySelectorAll(".notices > *");
  if (isStored(xhr)) all.forEach((notice) => isSave && "whileNotStored" in notice.dataset && notice.remove());
  else if (isSave || xhr.status === 401) all.forEach((notice) => (notice.dataset.whileNotStored = ""));
}

function sendAgain(except) {
  for (const [id, state] of kept) {
    const slot = document.getElementById(id);
    if (!slot) kept.delete(id);
    // What one is typing is sent when one leaves the field.
    else if (id !== except && state === "unanswered" && !underWay.has(id) && !isTypedIn(slot)) window.htmx.trigger(slot, "change");
  }
}

document.addEventListener(
  "change",
  (event) => {
    const id = slotOf(event.target);
    if (id) sent(id);
  },
  true, // before htmx sends it, and with that asks what is under way
);

// An answer renews its own field, unless that was changed or is typed in again; it then is told what was stored meanwhile. Another
// field that is not stored stays as it is: when it is sent, its user is asked which of the two values holds.
let answering = null;
document.addEventListener("htmx:beforeSwap", (event) => (answering = slotOf(event.detail.requestConfig.elt)));
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const isOwn = target.id === answering;
  const isNewer = isOwn ? underWay.get(target.id) > 1 : isOpen(target.id);
  if (!isNewer && !isTypedIn(target)) return;
  event.detail.shouldSwap = false;
  if (!isOwn || !target.matches(".slot")) return;
  const [seen, was] = [fragment, target].map((part) => part.querySelector('[name^="seen-"]'));
  if (seen && was) was.value = seen.value;
});

// What was stored and brings another page does not hold it up.
document.addEventListener("htmx:beforeOnLoad", ({ detail: { xhr, requestConfig } }) => {
  const id = slotOf(requestConfig.elt);
  if (id && isStored(xhr) && xhr.getResponseHeader("HX-Redirect")) [kept, underWay].forEach((one) => one.delete(id));
});

document.addEventListener("htmx:beforeRequest", (event) => saves(event) && status(texts.textSaving, "saving"));
document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, requestConfig } = event.detail;
  const id = slotOf(requestConfig.elt);
  const isSave = saves(event);
  notices(xhr, isSave);
  // The value of the other is taken instead.
  if (!isSave && id && isStored(xhr) && kept.delete(id) && !kept.size) status("", "");
  if (!isSave) return;
  // A button in the field sends it too, without a change.
  if (requestConfig.elt.id === id) came(id);
  settle(id, isStored(xhr) ? null : xhr.status === REFUSED ? "refused" : "unanswered");
  say(isStored(xhr));
  if (isStored(xhr)) sendAgain(id);
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

// Whichever way one leaves: what is not stored would be lost with the page, and the browser asks first.
window.addEventListener("beforeunload", (event) => {
  if ([...kept.keys(), ...underWay.keys()].some((id) => document.getElementById(id))) event.preventDefault();
});
