// Who types faster than answers come in loses no letter: what stands in the field already goes on in its successor, with the caret.
const dialog = document.getElementById("dialog");
let typed = null;

// A list that is narrowed while one types keeps its field; asking again for what was typed there would never end.
const isCarried = (field, target) => target.contains(field) && field.dataset.typed && (target === dialog || field.closest("[data-lookup-submits]"));

document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  const field = document.activeElement;
  typed = isCarried(field, target) ? { target, field, value: field.value, caret: [field.selectionStart, field.selectionEnd] } : null;
});

document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (typed?.target !== target) return;
  const field = document.getElementById(typed.field.id);
  if (field && field !== typed.field) goOn(field, typed);
  typed = null;
});

function goOn(field, { value, caret }) {
  field.value = value;
  field.focus({ preventScroll: true });
  if (caret[0] !== null) field.setSelectionRange(...caret);
  field.dataset.typed = "yes";
  // Once the field has become what it is: lookups get ready when they are in the page.
  queueMicrotask(() => field.dispatchEvent(new Event("input", { bubbles: true })));
}
