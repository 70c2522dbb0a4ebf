// Menus: placed under their button, walked with the arrow keys. The row menu is one for all rows.
import { openerOf } from "./dialog.js";

const rowMenu = document.getElementById("row-menu");
const pristine = rowMenu?.innerHTML;

// Without script these are links to the record; here they open a menu. A row with a box says its key there, and not again, and its name is
// that of its head.
function readyRows() {
  document.querySelectorAll("[data-row-menu]:not([role])").forEach((link) => {
    link.dataset.rowMenu ||= link.closest("tr").querySelector("[name=selected]").value;
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "menu");
    link.setAttribute("aria-label", rowMenu.dataset.label.replace("#", () => nameOf(link)));
  });
}

function nameOf(link) {
  return link.closest("tr").querySelector("th")?.textContent.trim() || link.dataset.rowMenu;
}

readyRows();
document.addEventListener("htmx:afterSwap", readyRows);

function place(menu, button) {
  const edge = button.getBoundingClientRect();
  const width = menu.offsetWidth;
  const height = menu.offsetHeight;
  const wanted = menu.dataset.align === "end" || button.dataset.rowMenu ? edge.right - width : edge.left;
  const below = edge.bottom + 4;
  menu.style.right = "auto";
  menu.style.left = `${Math.max(8, Math.min(wanted, window.innerWidth - width - 8))}px`;
  menu.style.top = `${below + height > window.innerHeight && edge.top > height ? edge.top - height - 4 : below}px`;
}

function items(menu) {
  return [...menu.querySelectorAll("a[href], button")].filter((item) => item.checkVisibility());
}

// A menu tells only a moment later that it is open, and gets the focus then: who types faster means it all the same.
const settled = new WeakSet();

function openedBy(button) {
  const menu = button.popoverTargetElement;
  return menu?.matches(".menu:popover-open") ? menu : null;
}

function openRowMenu(button) {
  rowMenu.dataset.row = button.dataset.rowMenu;
  rowMenu.innerHTML = pristine.replaceAll("__row__", encodeURIComponent(button.dataset.rowMenu));
  window.htmx?.process(rowMenu);
  button.setAttribute("aria-controls", "row-menu");
  button.setAttribute("aria-expanded", "true");
  // The browser gives the focus back to where it was when the menu opened.
  button.focus();
  rowMenu.showPopover();
  place(rowMenu, button);
  items(rowMenu)[0]?.focus();
}

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.(".menu[popover]")) return;
    const button = openerOf(menu);
    if (event.newState === "open") {
      settled.add(menu);
      if (button && menu !== rowMenu) place(menu, button);
      if (button?.matches(":focus-visible")) items(menu)[0]?.focus();
      return;
    }
    settled.delete(menu);
    if (menu === rowMenu && button) {
      button.setAttribute("aria-expanded", "false");
      if (!document.activeElement || document.activeElement === document.body) button.focus();
    }
  },
  true,
);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-row-menu]");
  if (button && rowMenu) {
    event.preventDefault();
    openRowMenu(button);
  }
});

document.addEventListener("keydown", (event) => {
  const inside = event.target.closest?.(".menu[popover]");
  const menu = inside ?? openedBy(event.target);
  if (menu && ["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) {
    event.preventDefault();
    if (!inside && !settled.has(menu)) items(menu)[0]?.focus();
    walk(items(menu), event.key);
    return;
  }
  const button = event.target.closest?.("[data-row-menu]");
  if (button && rowMenu && (event.key === " " || event.key === "ArrowDown")) {
    event.preventDefault();
    openRowMenu(button);
  }
  const row = event.target.closest?.("tr");
  if (rowMenu && row && event.key === "F10" && event.shiftKey) {
    const ofRow = row.querySelector("[data-row-menu]");
    if (ofRow) {
      event.preventDefault();
      openRowMenu(ofRow);
    }
  }
});

function walk(list, key) {
  const here = list.indexOf(document.activeElement);
  const next = { ArrowDown: here + 1, ArrowUp: Math.max(here, 0) - 1 + list.length, Home: 0, End: list.length - 1 }[key];
  list[next % list.length]?.focus();
}

window.addEventListener("resize", () => document.querySelectorAll(".menu:popover-open").forEach((menu) => menu.hidePopover()));
