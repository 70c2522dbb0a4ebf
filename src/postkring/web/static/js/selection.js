// Rows with a checkbox: selected across pages and orders, or all that the list shows but some; and acts that need at least one.
import { follow } from "./dropped.js";

const OWN = ["page", "after", "count", "filters", "add", "choose", "sort", "size", "columns"]; // what the URL says that selects nobody else
const rows = (table) => [...table.querySelectorAll('input[name="selected"]')];
const table = () => document.querySelector("[data-selectable]");
const bar = () => document.querySelector("[data-selection-bar]");

// The filters of the list: whoever changes them selects anew, and finds the earlier selection again on coming back.
function filters() {
  const query = new URLSearchParams(location.search);
  OWN.forEach((name) => query.delete(name));
  return query.toString();
}

const key = () => `selection:${location.pathname}?${filters()}`;
let state = { all: false, numbers: new Set() };

function load() {
  const stored = bar() ? JSON.parse(sessionStorage.getItem(key()) ?? "null") : null;
  state = { all: stored?.all ?? false, numbers: new Set(stored?.numbers) };
  if (!bar() && table()) state.numbers = new Set(rows(table()).filter((box) => box.checked).map((box) => box.value));
}

function keep() {
  if (!bar()) return;
  if (state.all || state.numbers.size) sessionStorage.setItem(key(), JSON.stringify({ all: state.all, numbers: [...state.numbers] }));
  else sessionStorage.removeItem(key());
}

const isSelected = (value) => state.all !== state.numbers.has(value);
const total = () => Number(bar()?.dataset.total ?? 0);
const count = () => (state.all ? Math.max(0, total() - state.numbers.size) : state.numbers.size);
const format = (number) => new Intl.NumberFormat(document.documentElement.lang).format(number);

function draw() {
  follow({ filters: filters(), count: bar() ? count() : 0, all: state.all });
  if (!table()) return;
  const boxes = rows(table());
  boxes.forEach((box) => (box.checked = isSelected(box.value)));
  const chosen = boxes.filter((box) => box.checked).length;
  const page = table().querySelector("[data-select-page]");
  if (page) {
    page.checked = chosen > 0 && chosen === boxes.length;
    page.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  if (bar()) drawBar(boxes, page?.checked ?? false);
}

function drawBar(boxes, wholePage) {
  const text = bar().querySelector("[data-selection-count]");
  const all = bar().querySelector("[data-select-all]");
  bar().hidden = count() === 0 && !state.all;
  text.textContent = sentence(text.dataset);
  bar().querySelector("[data-selection-clear]").hidden = false;
  if (all) all.hidden = state.all || !wholePage || total() <= boxes.length;
  bar().querySelector("[data-selection-fields]").replaceChildren(...fields(boxes).map(field));
}

function sentence(texts) {
  if (state.all && state.numbers.size) return texts.but.replace("##", format(state.numbers.size)).replace("#", format(count()));
  if (state.all) return texts.all;
  return count() === 1 ? texts.one : texts.many.replace("#", format(count()));
}

// What an act is told beside the boxes of this page: rows of other pages, or the list itself with its exceptions.
function fields(boxes) {
  const { within } = bar().dataset;
  const scope = within ? [["within", within]] : [];
  if (state.all) return [["every", "1"], ["query", filters()], ...scope, ...[...state.numbers].map((number) => ["except", number])];
  const here = new Set(boxes.map((box) => box.value));
  return [...scope, ...[...state.numbers].filter((number) => !here.has(number)).map((number) => ["selected", number])];
}

const field = ([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value });

function select(value, wanted) {
  if (wanted === state.all) state.numbers.delete(value);
  else state.numbers.add(value);
}

function changed() {
  keep();
  draw();
  if (count() > 0) document.querySelector("#notices > .notice")?.remove();
}

function clear() {
  state = { all: false, numbers: new Set() };
  changed();
}

function say(words) {
  const notices = document.getElementById("notices");
  const notice = document.createElement("div");
  notice.className = "notice notice-warning";
  notice.setAttribute("role", "alert");
  notice.textContent = words;
  notices.replaceChildren(notice);
  notice.scrollIntoView({ block: "nearest" });
}

let last = null;
document.addEventListener("change", (event) => {
  const { target } = event;
  if (!target.closest?.("[data-selectable]")) return;
  if (target.matches("[data-select-page]")) rows(table()).forEach((box) => select(box.value, target.checked));
  else if (target.name === "selected") select(target.value, target.checked);
  changed();
});

// Shift and a click take every row in between as well.
document.addEventListener("click", (event) => {
  const box = event.target.closest?.('[data-selectable] input[name="selected"]');
  if (!box) return;
  const boxes = rows(table());
  const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((one, other) => one - other);
  if (event.shiftKey && last?.isConnected) boxes.slice(from, to + 1).forEach((each) => select(each.value, box.checked));
  last = box;
  if (event.shiftKey) changed();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-select-all]")) {
    state = { all: true, numbers: new Set() };
    changed();
    bar().querySelector("[data-selection-clear]")?.focus();
  }
  if (event.target.closest("[data-selection-clear]")) {
    clear();
    document.querySelector("[data-select-page]")?.focus();
  }
});

// Before htmx or the form hears of it: the button stays usable and says what is missing.
document.addEventListener(
  "click",
  (event) => {
    if (!event.target.closest("[data-needs-selection]") || count() > 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    say(document.body.dataset.textSelectFirst);
  },
  true,
);

// What the form named has been dealt with when the act leads on; other rows stay selected.
document.addEventListener("htmx:afterRequest", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (requestConfig?.verb !== "post" || !xhr?.getResponseHeader("HX-Redirect")) return;
  const dialog = event.detail.elt.closest?.("#dialog");
  if (dialog?.querySelector('input[name="every"]')) return clear();
  const named = [...(dialog?.querySelectorAll('input[name="selected"]') ?? [])];
  if (!named.length) return;
  named.forEach((input) => state.numbers.delete(input.value));
  changed();
});

// Text that a narrow column cuts off is shown whole when it is pointed at.
document.addEventListener("pointerover", (event) => {
  const cell = event.target.closest?.(".list-table :is(td, th)");
  if (cell && !cell.title && cell.scrollWidth > cell.clientWidth) cell.title = cell.textContent.trim();
});

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "a" || !event.ctrlKey || event.altKey || !event.target.closest?.(".list-table[data-selectable] tbody")) return;
  event.preventDefault();
  rows(table()).forEach((box) => select(box.value, true));
  changed();
});

document.addEventListener("htmx:afterSwap", () => {
  load();
  draw();
});
window.addEventListener("pageshow", () => {
  load();
  draw();
});
load();
draw();
