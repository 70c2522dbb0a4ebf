// The window "Tell me what you want to do": results while one types, Enter opens the first.
import { Asker, Listbox } from "./listbox.js";
import { openDialog } from "./dialog.js";
import { takeFocusAlong } from "./focus.js";

const dialog = document.getElementById("tell-me");

if (dialog) {
  const form = dialog.querySelector("form");
  const input = dialog.querySelector("#tell-me-input");
  const results = dialog.querySelector("#tell-me-results");
  const count = dialog.querySelector("[data-tell-me-count]");
  const box = new Listbox(input, results);
  const asker = new Asker(results.dataset.source, 120);
  let shown = Promise.resolve();

  const show = async () => {
    const html = await asker.ask(input.value.trim(), { "HX-Target": results.id });
    if (html === undefined || html === null) return;
    results.innerHTML = html;
    box.open(box.options.length > 0);
    box.renew(input.value.trim() !== "");
    count.textContent = results.querySelector("[data-count]")?.dataset.count ?? "";
  };
  const search = () => (shown = show());

  const open = () => {
    if (dialog.open) return;
    input.value = "";
    openDialog(dialog);
    input.focus();
    search();
  };

  const go = async (inNewTab) => {
    await shown;
    const chosen = box.active ?? box.options[0];
    const url = chosen?.getAttribute("href") ?? `${form.getAttribute("action")}?q=${encodeURIComponent(input.value)}`;
    if (inNewTab) {
      window.open(url, "_blank", "noopener");
      return;
    }
    takeFocusAlong();
    window.location.assign(url);
  };

  document.querySelector("[data-opens-tell-me]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    open();
  });
  document.addEventListener("postkring:tell-me", open);
  input.addEventListener("input", search);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go(false);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      box.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      go(true);
    }
  });
}
