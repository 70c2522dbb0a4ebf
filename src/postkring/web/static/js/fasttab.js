// Sections that open and close; which ones are closed is remembered in this browser, for this user.
const key = (name) => `fasttab:${document.body.dataset.user ?? ""}:${name}`;

function set(section, isOpen) {
  section.querySelector(".fasttab-head button").setAttribute("aria-expanded", String(isOpen));
}

function recall(root) {
  root.querySelectorAll("[data-fasttab]").forEach((section) => {
    const remembered = localStorage.getItem(key(section.dataset.fasttab));
    if (remembered) set(section, remembered === "open");
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".fasttab-head button");
  if (!button) return;
  const isOpen = button.getAttribute("aria-expanded") !== "true";
  const section = button.closest("[data-fasttab]");
  set(section, isOpen);
  localStorage.setItem(key(section.dataset.fasttab), isOpen ? "open" : "closed");
});

document.addEventListener("htmx:afterSwap", (event) => recall(event.detail.target));
recall(document);
