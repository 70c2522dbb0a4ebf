// The heads of a list: ordered by with Shift within the orders there are, and each with a menu. What they do stands in the address.
import { PLACE } from "./lists.js";
import { modifiersAreOurs } from "./keys.js";

const MOST_ORDERS = 3;
const menu = document.getElementById("column-menu");
const headOf = (element) => element.closest?.("thead th");
const headsOf = (head) => [...head.parentElement.querySelectorAll("th[data-column]")];
// Columns that give way to others in a narrow window are no longer there once columns are chosen: what one sees is what is chosen.
const seenOf = (head) => headsOf(head).filter((each) => each.checkVisibility());
const buttonOf = (head) => head.querySelector(".column-opens");
let open = null; // the head whose menu is open
let left = null; // the place of a head that is hidden, for the focus

// The orders there are, the first one first, as the address has them.
function ordersOf(head) {
  const links = headsOf(head).filter((each) => each.ariaSort).map((each) => each.querySelector("a[data-sort]")).filter(Boolean);
  const rank = (link) => Number(link.querySelector("sup")?.textContent ?? 1);
  const descends = (link) => headOf(link).ariaSort === "descending";
  return links.sort((one, other) => rank(one) - rank(other)).map((link) => `${descends(link) ? "-" : ""}${link.dataset.sort}`);
}

const isOf = (name) => (order) => order.replace("-", "") === name;

// The list with something else in its address: renewed in its place where it can be, so that nothing else moves.
function go(head, changes) {
  const state = new URLSearchParams(location.search);
  PLACE.forEach((each) => state.delete(each));
  Object.entries(changes).forEach(([name, value]) => state.set(name, value));
  const url = `${location.pathname}?${state}`;
  const target = head.closest("table").dataset.hasColumns;
  if (target && window.htmx) window.htmx.ajax("GET", url, { target: `#${target}`, push: "true" });
  else location.assign(url);
}

function alsoBy(head, name) {
  const orders = ordersOf(head);
  const place = orders.findIndex(isOf(name));
  if (place < 0) orders.push(name);
  else orders[place] = orders[place].startsWith("-") ? name : `-${name}`;
  go(head, { sort: orders.slice(-MOST_ORDERS).join(",") });
}

document.addEventListener("click", (event) => {
  const link = event.shiftKey && event.target.closest?.("thead a[data-sort]");
  if (!link) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  alsoBy(headOf(link), link.dataset.sort);
}, true);

// Drawn here: in a page without script they would open nothing.
function readyHeads() {
  if (!menu) return;
  document.querySelectorAll("[data-has-columns] th[data-column]:not([aria-label])").forEach((head) => {
    const name = [...(head.querySelector("a") ?? head).childNodes].find((node) => node.nodeType === Node.TEXT_NODE)?.textContent.trim() ?? "";
    const button = Object.assign(document.createElement("button"), { type: "button", className: "column-opens", id: `column-${head.dataset.column}` });
    button.setAttribute("popovertarget", menu.id);
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-label", menu.dataset.label.replace("#", () => name));
    head.append(button);
    // The cells below are announced under the name of the column, without its button.
    head.setAttribute("aria-label", name);
  });
}

function offer(head) {
  const heads = seenOf(head);
  const name = head.querySelector("a[data-sort]")?.dataset.sort;
  const orders = ordersOf(head);
  const offered = {
    ascending: name,
    descending: name,
    further: name && orders.length > 0 && orders.length < MOST_ORDERS && !orders.some(isOf(name)),
    filter: head.dataset.filter,
    left: head !== heads[0],
    right: head !== heads.at(-1),
    hide: !("fixed" in head.dataset) && heads.length > 1,
  };
  menu.querySelectorAll("[data-column-act]").forEach((item) => {
    const act = item.dataset.columnAct;
    item.parentElement.hidden = !offered[act];
    if (orders.length === 1 && head.ariaSort === act) item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
  });
}

function moved(head, step) {
  const keys = seenOf(head).map((each) => each.dataset.column);
  const place = keys.indexOf(head.dataset.column);
  keys.splice(place + step, 0, ...keys.splice(place, 1));
  return keys;
}

function filterOn(head) {
  const field = document.getElementById(`filter_${head.dataset.filter}`);
  if (field?.checkVisibility()) return field.focus();
  const state = new URLSearchParams(location.search);
  state.set("add", head.dataset.filter);
  location.assign(`${location.pathname}?${state}`);
}

function hide(head) {
  const heads = seenOf(head);
  left = heads.indexOf(head);
  go(head, { columns: heads.filter((each) => each !== head).map((each) => each.dataset.column) });
}

const ACTS = {
  ascending: (head) => go(head, { sort: head.querySelector("a").dataset.sort }),
  descending: (head) => go(head, { sort: `-${head.querySelector("a").dataset.sort}` }),
  further: (head) => alsoBy(head, head.querySelector("a").dataset.sort),
  filter: filterOn,
  left: (head) => go(head, { columns: moved(head, -1) }),
  right: (head) => go(head, { columns: moved(head, 1) }),
  hide,
};

// Before the browser opens the menu: it stands under this button, and offers what this column can.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".column-opens");
  if (!button) return;
  open = headOf(button);
  menu.dataset.opener = button.id;
  offer(open);
}, true);

menu?.addEventListener("click", (event) => {
  const act = event.target.closest("[data-column-act]")?.dataset.columnAct;
  if (!act || !open?.isConnected) return;
  const head = open;
  buttonOf(head).focus();
  menu.hidePopover();
  ACTS[act](head);
});

// By keyboard: the heads are walked with the arrow keys as the rows are, and the keys of a menu open it.
document.addEventListener("keydown", (event) => {
  const head = event.target.closest?.("[data-has-columns] thead th");
  if (!head || event.defaultPrevented || event.ctrlKey || event.metaKey || !modifiersAreOurs(event)) return;
  const button = buttonOf(head);
  const stops = [...head.parentElement.querySelectorAll("a[href], button, input")].filter((each) => each.checkVisibility());
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    stops[stops.indexOf(event.target) + step]?.focus();
  } else if (button && ((event.shiftKey && event.key === "F10") || (event.altKey && event.key === "ArrowDown") || (event.target === button && event.key === "ArrowDown"))) {
    event.preventDefault();
    button.focus();
    button.click();
  }
});

document.addEventListener("htmx:afterSwap", readyHeads);
document.addEventListener("htmx:afterSettle", () => {
  if (left === null) return;
  const buttons = [...document.querySelectorAll(".column-opens")].filter((button) => button.checkVisibility());
  if (document.activeElement === document.body) buttons[Math.min(left, buttons.length - 1)]?.focus();
  left = null;
});
readyHeads();
