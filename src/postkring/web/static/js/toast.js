// What has been done stays for ten seconds, longer while it is pointed at. Ctrl+Z takes the newest act back.
import { announce } from "./announce.js";
import { inTextField, modifiersAreOurs } from "./keys.js";

const toasts = document.getElementById("toasts");
const STAY = 10_000;
const AT_ONCE = 2;

// One that has left is still there for Ctrl+Z.
const leave = (toast) => (toast.hidden = true);
const shown = () => [...toasts.querySelectorAll("[data-toast]:not([hidden])")];

function start(toast) {
  if (toast.dataset.ready) return;
  toast.dataset.ready = "yes";
  announce(toast.querySelector("p").textContent.trim());
  if (toast.matches(".toast-warning")) return;
  let timer = setTimeout(() => leave(toast), STAY);
  const wait = () => clearTimeout(timer);
  const goOn = () => {
    clearTimeout(timer);
    timer = setTimeout(() => leave(toast), STAY);
  };
  toast.addEventListener("pointerenter", wait);
  toast.addEventListener("focusin", wait);
  toast.addEventListener("pointerleave", goOn);
  toast.addEventListener("focusout", goOn);
}

// Of several acts in a row the newest two are told; what wants to be read stays longest.
function makeRoom() {
  const all = shown().filter((toast) => !toast.matches("[data-not-stored]"));
  const oldestFirst = [...all.filter((toast) => !toast.matches(".toast-warning")), ...all.filter((toast) => toast.matches(".toast-warning"))];
  oldestFirst.slice(0, Math.max(0, all.length - AT_ONCE)).forEach(leave);
}

// When which act was done, wherever its Undo stands.
const arrivals = new Map();
let acts = 0;

function arrive(root) {
  root.querySelectorAll?.("[data-undo]").forEach((button) => arrivals.has(button) || arrivals.set(button, ++acts));
}

function newestUndo() {
  const place = document.querySelector("dialog[open]") ?? document;
  const there = [...place.querySelectorAll("[data-undo]")].filter((button) => arrivals.has(button));
  return there.sort((one, other) => arrivals.get(one) - arrivals.get(other)).pop();
}

// As components/toasts.html draws it. Its button is that of the window "Tell me", which has the word and the icon: no page carries them twice.
function warning() {
  const close = document.querySelector("#tell-me [data-dialog-close]").cloneNode(true);
  delete close.dataset.dialogClose;
  close.dataset.toastClose = "";
  close.className = "button button-toast button-icon";
  const icon = close.querySelector("svg").cloneNode(true);
  const use = icon.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#triangle-alert"));
  const toast = document.createElement("div");
  toast.className = "toast toast-warning";
  Object.assign(toast.dataset, { toast: "", notStored: "" });
  toast.append(icon, document.createElement("p"), close);
  return toast;
}

// What was entered and could not be stored stays until it is closed, all of it in one toast.
export function tellNotStored(text, why = "") {
  const sentence = [`${document.body.dataset.textNotSaved}: ${text}`, why].filter(Boolean).join(" – ");
  const told = shown().find((toast) => toast.matches("[data-not-stored]"));
  if (!told) toasts.append(warning());
  const [toast] = told ? [told] : shown().slice(-1);
  toast.querySelector("p").append(...(told ? [document.createElement("br")] : []), sentence);
  if (told) announce(sentence);
}

function welcome() {
  toasts.querySelectorAll("[data-toast]").forEach(start);
  makeRoom();
}

if (toasts) {
  let cameFrom = null;
  welcome();
  arrive(document);
  new MutationObserver(welcome).observe(toasts, { childList: true });
  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach(arrive))).observe(document.body, { childList: true, subtree: true });

  toasts.addEventListener("focusin", (event) => {
    if (!toasts.contains(event.relatedTarget)) cameFrom = event.relatedTarget;
  });
  toasts.addEventListener("click", (event) => {
    if (!event.target.closest("[data-toast-close]")) return;
    leave(event.target.closest("[data-toast]"));
    const next = shown().pop()?.querySelector("[data-toast-close]") ?? cameFrom;
    (next?.isConnected ? next : document.getElementById("main")).focus();
  });
  // Undo in a window renews the window instead of leaving it.
  toasts.addEventListener("submit", (event) => {
    if (!toasts.closest("#dialog[open]")) return;
    event.preventDefault();
    const toast = event.target.closest("[data-toast]");
    window.htmx.ajax("POST", event.target.action, { source: event.target, target: "#dialog", swap: "innerHTML" }).then(() => toast.remove());
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || !modifiersAreOurs(event)) return;
    const undo = newestUndo();
    // In a field that was typed in, the keys take back what was typed.
    if (!undo || (inTextField(event.target) && event.target.dataset.typed)) return;
    event.preventDefault();
    arrivals.delete(undo);
    undo.form.requestSubmit(undo);
  });
}
