// Lists: filters and search keep what else the address says, orders add up with Shift, and rows are walked with the arrow keys.
import { inTextField, modifiersAreOurs } from "./keys.js";

export const PLACE = ["page", "after", "count", "filters", "add", "choose"];

const ownOf = (form) => [...form.elements].filter((field) => field.name && !field.matches("[data-kept], [data-filter-add]"));

// What else the address says than the fields of a form, and the names that stand for them on other pages.
function without(form, own) {
  const state = new URLSearchParams(location.search);
  const replaced = form.dataset.standsFor?.split(" ") ?? [];
  [...PLACE, ...replaced, ...own.map((field) => field.name)].forEach((name) => state.delete(name));
  return state;
}

// The address knows more than a form that was drawn before it changed: order, columns, the other form of the list.
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, parameters } = event.detail;
  const form = elt.closest?.("[data-list-form]");
  if (!form) return;
  const own = ownOf(form);
  const state = without(form, own);
  own.filter((field) => field.value !== "").forEach((field) => state.append(field.name, field.value));
  [...new Set([...parameters.keys()])].forEach((name) => parameters.delete(name));
  state.forEach((value, name) => value && parameters.append(name, value));
});

// Reset takes away the filters, or leads back to those of the view; columns and orders may have changed since the pane was drawn.
document.addEventListener("click", (event) => {
  const reset = event.target.closest?.("[data-filter-reset]");
  const form = reset?.closest("form");
  const view = document.getElementById("views")?.dataset.view;
  if (form) reset.href = view ?? `${location.pathname}?${without(form, ownOf(form))}`;
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.(".filter-form");
  if (form && event.target.value === "") form.querySelector(`#meaning_${CSS.escape(event.target.name)}`)?.replaceChildren();
});

// A field tells that it cannot be read, not only the sentence below it.
document.addEventListener("htmx:oobAfterSwap", () => {
  document.querySelectorAll(".filter-meaning").forEach((meaning) => {
    const field = meaning.closest(".filter-field")?.querySelector("[data-expression]");
    if (meaning.matches(".filter-refused")) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  });
});

// A further filter: its field comes with the page, for it may bring suggestions along.
document.addEventListener("change", (event) => {
  const { target } = event;
  if (!target.matches?.("[data-filter-add]") || !target.value) return;
  event.stopImmediatePropagation();
  const state = new URLSearchParams(location.search);
  state.set("add", target.value);
  location.assign(`${location.pathname}?${state}`);
}, true);

// The signs of expressions for keyboards on which they are hard to find.
let typedIn = null;
const showSigns = () => document.querySelectorAll("[data-filter-signs][hidden]").forEach((signs) => (signs.hidden = false));
showSigns();
document.addEventListener("htmx:afterSettle", showSigns);
document.addEventListener("focusin", (event) => event.target.matches?.(".filter-form [data-expression]") && (typedIn = event.target));
document.addEventListener("click", (event) => {
  const sign = event.target.closest?.("[data-sign]")?.dataset.sign;
  const field = sign && (typedIn?.isConnected ? typedIn : document.querySelector(".filter-form [data-expression]"));
  if (!field) return;
  field.setRangeText(sign, field.selectionStart, field.selectionEnd, "end");
  field.focus();
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
// On the number pad the decimal key is a dot here, whatever the keyboard says: `..` would not work otherwise.
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.code !== "NumpadDecimal" || event.key === "." || !field.matches?.("[data-expression]")) return;
  event.preventDefault();
  field.setRangeText(".", field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
});

// Columns are moved by buttons: nothing has to be dragged.
const showMoves = () => document.querySelectorAll("[data-view-columns] [data-move][hidden]").forEach((button) => (button.hidden = false));
showMoves();
document.addEventListener("htmx:afterSettle", showMoves);
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-move]");
  const item = button?.closest("li");
  if (!item) return;
  const other = button.dataset.move === "1" ? item.nextElementSibling : item.previousElementSibling;
  if (!other) return;
  if (button.dataset.move === "1") other.after(item);
  else other.before(item);
  button.focus();
});

// Tabs that do not fit scroll sideways: the one that one is in stands in sight.
const showTab = () => {
  const current = document.querySelector("#views nav [aria-current]");
  if (current) current.parentElement.scrollLeft = current.offsetLeft - current.parentElement.offsetLeft;
};
showTab();
document.addEventListener("htmx:oobAfterSwap", showTab);

// Opened filters close without asking the server.
document.addEventListener("click", (event) => {
  const toggle = event.target.closest?.("[data-filter-toggle]");
  const form = toggle?.parentElement.querySelector("form");
  if (!form) return;
  event.preventDefault();
  form.hidden = !form.hidden;
  toggle.setAttribute("aria-expanded", String(!form.hidden));
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt?.id === "filter-pane") firstFilter()?.focus();
});
const firstFilter = () => document.querySelector("#filter-pane .fields :is([autofocus], input, select)");

// Shift+F3 opens the filters; Alt+F3 takes over the value of the cell one is in.
document.addEventListener("keydown", (event) => {
  if (event.key !== "F3" || !modifiersAreOurs(event) || event.ctrlKey) return;
  const toggle = document.querySelector("[data-filter-toggle]");
  if (event.shiftKey && toggle) {
    event.preventDefault();
    if (toggle.getAttribute("aria-expanded") === "false") toggle.click();
    firstFilter()?.focus();
  } else if (event.altKey) {
    const cell = event.target.closest?.("tbody :is(td, th)");
    const key = cell?.closest("table").querySelectorAll("thead th")[cell.cellIndex]?.dataset.filter;
    if (!key) return;
    event.preventDefault();
    const state = new URLSearchParams(location.search);
    PLACE.forEach((each) => state.delete(each));
    state.set(key, `'${cell.textContent.trim().replaceAll("'", "''")}'`);
    location.assign(`${location.pathname}?${state}`);
  }
});

// Rows by the arrow keys: up and down stay in the column, left and right move within the row, Space selects.
const usable = (row) => [...row.querySelectorAll("a[href], input, button")].filter((each) => each.checkVisibility());
document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.(".list-table tbody tr");
  if (!row || event.altKey || event.ctrlKey || event.metaKey || inTextField(event.target) || !modifiersAreOurs(event)) return;
  const stops = usable(row);
  const here = stops.indexOf(event.target);
  const rows = [...row.parentElement.children];
  const place = rows.indexOf(row);
  const goTo = (target) => target && (event.preventDefault(), target.focus());
  if (event.key === "ArrowDown") goTo(usable(rows[place + 1] ?? row)[here]);
  else if (event.key === "ArrowUp") goTo(usable(rows[place - 1] ?? row)[here]);
  else if (event.key === "ArrowRight") goTo(stops[here + 1]);
  else if (event.key === "ArrowLeft") goTo(stops[here - 1]);
  else if (event.key === "Home") goTo(usable(rows[0])[here]);
  else if (event.key === "End") goTo(usable(rows[rows.length - 1])[here]);
  else if (event.key === " " && event.target.matches("a:not([role=button])")) {
    event.preventDefault();
    row.querySelector('input[name="selected"]')?.click();
  }
});

// What is done with the list as it stands follows the address, also after htmx has changed it.
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, path } = event.detail;
  if (!elt.matches?.("[data-follows-list]")) return;
  const state = new URLSearchParams(location.search);
  PLACE.forEach((name) => state.delete(name));
  event.detail.path = `${path.split("?")[0]}?${state}`;
});

// Coming back to a list from a record leads to where one was in it.
const KEY = "list:";
if (document.querySelector("[data-list-form]")) sessionStorage.setItem(KEY + location.pathname, location.search);
document.addEventListener("htmx:pushedIntoHistory", () => sessionStorage.setItem(KEY + location.pathname, location.search));
document.querySelectorAll(".back a").forEach((link) => {
  const state = sessionStorage.getItem(KEY + link.getAttribute("href"));
  if (state) link.href += state;
});
