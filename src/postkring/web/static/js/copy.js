// A button that copies a field: it comes with the script, the field can be selected without. `data-copy` is the id of the field.
import { announce } from "./announce.js";

document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));

// Browsers open the clipboard to pages that came encrypted; elsewhere the old way is the only one.
async function copied(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  if (!(await copied(document.getElementById(button.dataset.copy)))) return;
  button.querySelector("span").textContent = button.dataset.copied;
  announce(button.dataset.copied);
  button.focus();
});
