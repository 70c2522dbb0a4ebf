// One live region for the page: what a screen reader should say when something has changed without the focus moving.
export const region = document.getElementById("announcer");
const PAUSE = 100;
let waiting = [];

export function announce(text) {
  // An open window makes everything outside it silent.
  (document.querySelector("dialog[open]") ?? document.body).append(region);
  region.textContent = "";
  // What is said at once is said together: one text would silence the other.
  waiting.push(text);
  if (waiting.length > 1) return;
  setTimeout(() => {
    region.textContent = waiting.join(" · ");
    waiting = [];
  }, PAUSE);
}

document.addEventListener("htmx:afterSettle", (event) => {
  const said = event.detail.target.querySelector?.("[data-announce]");
  if (said) announce(said.textContent.trim());
});
