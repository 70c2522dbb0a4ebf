// Who takes rows out by the keyboard stays at the place: the next row's button gets the focus, or the last one's.
const buttons = (part) => [...part.querySelectorAll(".column-menu > button")];
let left = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  const place = buttons(target).indexOf(document.activeElement);
  // Other parts of the page may be renewed in between.
  if (place >= 0) left = { target, place };
});

document.addEventListener("htmx:afterSettle", (event) => {
  const { target } = event.detail;
  if (left?.target !== target) return;
  const rest = buttons(target);
  const next = rest[Math.min(left.place, rest.length - 1)] ?? target.querySelector("input:not([type=hidden])");
  left = null;
  next?.focus();
});
