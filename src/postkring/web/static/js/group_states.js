// Mailing groups of several contacts: a box that some are in goes all, none, and back to how it was. Below stands what would happen.
import { announce } from "./announce.js";

const NEXT = { some: "all", all: "none", none: "some" };
const CODE = /^[\p{L}\p{Nd}]{1,11}$/u;
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const code = (text) => text.trim().normalize("NFC").toUpperCase().normalize("NFC");
const rowsOf = (root) => [...root.querySelectorAll("[data-group-row]")];

function draw(box) {
  const { state } = box.dataset;
  box.checked = state === "all";
  box.indeterminate = state === "some";
  const none = box.closest("[data-group-row]").querySelector('input[name="none"]');
  if (none) none.disabled = state !== "none";
}

// What the box does to its group: how many come in, or go out.
function changeOf(box) {
  const count = Number(box.dataset.count);
  const add = box.dataset.state === "all" ? Number(box.closest("[data-group-states]").dataset.total) - count : 0;
  const takeOut = box.dataset.state === "none" ? count : 0;
  return { group: box.value, add, takeOut };
}

// Also the groups that are not shown at the moment count.
function sumUp(root) {
  const changes = [...root.querySelectorAll("[data-state]")].map(changeOf);
  const sum = (name) => changes.reduce((total, change) => total + change[name], 0);
  const sums = root.querySelector("[data-group-sums]");
  sums.textContent = ["add", "takeOut"].map((name) => sums.dataset[name].replace("#", String(sum(name)))).join(" · ");
  const each = root.querySelector("[data-group-changes]");
  const say = (change, name) => each.dataset[name].replace("@", change.group).replace("#", String(change[name]));
  each.textContent = changes.flatMap((change) => ["add", "takeOut"].filter((name) => change[name]).map((name) => say(change, name))).join(" · ");
}

document.addEventListener("change", (event) => {
  const box = event.target.closest?.("[data-group-states] [data-state]");
  if (!box) return;
  const hasThree = box.closest("[data-group-row]").querySelector('input[name="none"]');
  box.dataset.state = hasThree ? NEXT[box.dataset.state] : box.checked ? "all" : "none";
  draw(box);
  sumUp(box.closest("[data-group-states]"));
});

function find(root, text) {
  const wanted = plain(text.trim());
  rowsOf(root).forEach((row) => (row.hidden = !plain(row.querySelector("label").textContent).includes(wanted)));
  const shown = rowsOf(root).filter((row) => !row.hidden).length;
  root.querySelector("[data-group-nothing]").hidden = shown > 0;
  const button = root.querySelector("[data-group-new]");
  const isFree = CODE.test(code(text)) && !rowsOf(root).some((row) => row.querySelector("[data-state]").value === code(text));
  if (button) {
    button.hidden = !isFree;
    const label = button.querySelector("[data-text]");
    label.textContent = label.dataset.text.replace("#", code(text));
  }
  announce(document.body.dataset.textRows.replace("#", String(shown)));
}

document.addEventListener("input", (event) => {
  if (event.target.matches("[data-group-find]")) find(event.target.closest("[data-group-states]"), event.target.value);
});

// A new group is a row like the others; it is made with the rest, when that is saved.
document.addEventListener("click", (event) => {
  const root = event.target.closest("[data-group-new]")?.closest("[data-group-states]");
  if (!root) return;
  const field = root.querySelector("[data-group-find]");
  const row = root.querySelector("[data-group-template]").content.firstElementChild.cloneNode(true);
  const box = row.querySelector("input");
  box.dataset.state = "all";
  box.value = row.querySelector('[name="create"]').value = code(field.value);
  row.querySelector("label > span").textContent = root.querySelector("[data-group-new] [data-text]").textContent;
  root.querySelector("ul").prepend(row);
  field.value = "";
  find(root, "");
  draw(box);
  sumUp(root);
  box.focus();
});

// Enter goes from the field to the first box, and ticks a box. Only the button, or Ctrl+Enter, saves.
document.addEventListener("keydown", (event) => {
  const root = event.target.closest?.("[data-group-states]");
  if (!root || event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.target.matches("[data-group-find]")) {
    const first = rowsOf(root).find((row) => !row.hidden)?.querySelector("[data-state]");
    (first ?? root.querySelector("[data-group-new]:not([hidden])"))?.focus();
  } else if (event.target.matches("[data-state]")) {
    event.target.click();
  } else {
    return;
  }
  event.preventDefault();
});

function begin() {
  document.querySelectorAll("[data-group-states]:not([data-ready])").forEach((root) => {
    root.dataset.ready = "yes";
    root.querySelectorAll("[data-state]").forEach(draw);
    sumUp(root);
  });
}

document.addEventListener("htmx:afterSwap", begin);
begin();
