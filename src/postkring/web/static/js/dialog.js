// Windows: what htmx puts into #dialog opens it; closing gives the focus back to where it came from.
import { region } from "./announce.js";
import { again, known } from "./known.js";

const toasts = document.getElementById("toasts");
const dialog = document.getElementById("dialog");

const openers = new WeakMap();

// What opened the window or the menu in which this stands.
export function openerOf(element) {
  const menu = element?.closest("[popover]");
  if (menu?.dataset.opener) return document.getElementById(menu.dataset.opener);
  if (menu) return document.querySelector(menu.dataset.row ? `[data-row-menu="${CSS.escape(menu.dataset.row)}"]` : `[popovertarget="${menu.id}"]`);
  return openers.get(element?.closest("dialog[open]"));
}

export function openDialog(element) {
  const active = document.activeElement ?? document.body;
  const opener = openerOf(active) ?? (active === document.body ? document.getElementById("main") : active);
  active.closest("[popover]")?.hidePopover();
  if (element.open) return;
  openers.set(element, opener);
  const asKnown = known(opener);
  element.showModal();
  // What lies outside an open window cannot be used: Undo moves in with it.
  element.append(toasts);
  element.addEventListener("close", () => closed(element, opener.isConnected ? opener : again(asKnown)), { once: true });
}

function closed(element, opener) {
  document.body.append(toasts, region);
  if (element === dialog) clear();
  (opener ?? document.getElementById("main")).focus();
}

// Requests from inside the window that are not answered yet. Who closes it meanwhile still gets what was done told on the page.
const unanswered = new Set();

function clear() {
  if (dialog.open || unanswered.size) return;
  dialog.replaceChildren();
  document.body.dispatchEvent(new CustomEvent("postkring:dialog-closed"));
}

document.addEventListener("htmx:beforeSend", ({ detail: { elt, xhr } }) => {
  if (!dialog?.contains(elt)) return;
  unanswered.add(xhr);
  xhr.addEventListener("loadend", () => {
    unanswered.delete(xhr);
    clear();
  });
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dialog-close]")) {
    event.preventDefault();
    event.target.closest("dialog").close();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-opens-keys]")) openDialog(document.getElementById("keys"));
});

// The answer to a window that was closed meanwhile does not open it again.
const isLate = ({ detail }) => !dialog.open && dialog.contains(detail.requestConfig?.elt);

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== dialog || isLate(event)) return;
  dialog.append(toasts);
  openDialog(dialog);
  const start = dialog.querySelector("[autofocus]") ?? dialog.querySelector(".dialog-body :is(input:not([type=hidden]), select, textarea)");
  (start ?? dialog.querySelector("h2")).focus();
});

// A window covers the notices of the page: what they would say is said inside it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "notices" && dialog.open) {
    event.detail.target = dialog.querySelector(".notices") ?? event.detail.target;
  }
  if (event.detail.target !== dialog) return;
  document.body.append(toasts, region);
  if (isLate(event)) event.detail.swapOverride = "none";
});
