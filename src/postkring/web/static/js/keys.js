import { record } from "./records.js";

// Shortcuts. Never while AltGr is down or a sign is being composed, and none at all when the user switched them off.
const root = document.documentElement;
const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

export const modifiersAreOurs = (event) => !event.isComposing && !event.getModifierState("AltGraph") && root.dataset.shortcuts !== "off";
export const inTextField = (element) => Boolean(element.closest?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])"));

const letter = (event, wanted) => event.key.toLowerCase() === wanted || (isMac && event.altKey && event.code === `Key${wanted.toUpperCase()}`);
const alt = (event) => event.altKey && !event.metaKey && !event.shiftKey && event.ctrlKey === isMac;
const control = (event) => (isMac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey;

// On a Mac these keys move the caret in a field, and elsewhere they do in a long text.
const toRecord = (event, key) => event.key === key && control(event) && !event.target.closest?.("textarea, dialog") && !(isMac && inTextField(event.target));

function press(selector) {
  const element = document.querySelector(selector);
  element?.focus();
  element?.click();
  return Boolean(element);
}

function focus(selector) {
  const element = document.querySelector(selector);
  element?.focus();
  element?.select?.();
  return Boolean(element);
}

// The next head of a section after the place one is at, or the one before it.
function section(step) {
  const heads = [...document.querySelectorAll("#main .fasttab-head button")];
  const after = (head) => document.activeElement.compareDocumentPosition(head) & Node.DOCUMENT_POSITION_FOLLOWING;
  const before = (head) => document.activeElement.compareDocumentPosition(head) & Node.DOCUMENT_POSITION_PRECEDING;
  const wanted = step > 0 ? heads.find(after) : heads.findLast(before);
  (wanted ?? heads.at(step > 0 ? 0 : -1))?.focus();
  return heads.length > 0;
}

const KEYS = [
  [(event) => (alt(event) && letter(event, "q")) || (control(event) && letter(event, "k")), () => document.dispatchEvent(new Event("postkring:tell-me"))],
  [(event) => alt(event) && letter(event, "n"), () => press("[data-new]")],
  [(event) => alt(event) && letter(event, "t"), () => press("[data-my-settings]")],
  [(event) => event.key === "F3" && !event.shiftKey && !event.altKey && !event.ctrlKey, () => focus("[data-list-search]")],
  [(event) => control(event) && event.key === "Enter" && document.querySelector("#dialog[open]"), () => press("#dialog [type=submit].button-primary")],
  [(event) => control(event) && event.key === "Enter" && document.querySelector("[data-group-states], #preview"), () => press("#main [type=submit].button-primary")],
  [(event) => toRecord(event, "ArrowUp"), () => record(-1)],
  [(event) => toRecord(event, "ArrowDown"), () => record(1)],
  [(event) => event.key === "F6" && !event.ctrlKey && !event.altKey && !document.querySelector("dialog[open]"), (event) => section(event.shiftKey ? -1 : 1)],
  [(event) => event.key === "F1" && event.ctrlKey, () => press("[data-opens-keys]")],
];

document.addEventListener("keydown", (event) => {
  if (!modifiersAreOurs(event)) return;
  const found = KEYS.find(([matches]) => matches(event));
  if (found && found[1](event) !== false) event.preventDefault();
});

// A link that is drawn as a button answers to the space bar as buttons do.
document.addEventListener("keydown", (event) => {
  if (event.key !== " " || !event.target.matches?.('a[role="button"]')) return;
  event.preventDefault();
  event.target.click();
});
