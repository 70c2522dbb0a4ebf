// Forms: counters that count and never cut, what is typed while an answer comes in, a token that outlives signing in again.
const texts = document.body.dataset;
const number = new Intl.NumberFormat(document.documentElement.lang);

document.addEventListener("input", (event) => {
  const counter = document.querySelector(`[data-counter-for="${CSS.escape(event.target.id)}"]`);
  if (!counter) return;
  // What the server would store is counted: of a code its upper case.
  const text = event.target.value.normalize("NFC").trim();
  const length = [...("code" in counter.dataset ? text.toUpperCase().normalize("NFC") : text)].length;
  counter.textContent = `${number.format(length)}/${number.format(counter.dataset.limit)}`;
  counter.hidden = length < Number(counter.dataset.from);
  counter.classList.toggle("field-counter-over", length > Number(counter.dataset.limit));
});

// Where an answer suggests what one may be typing meanwhile, what was typed there is not replaced.
const isTyped = (input) => input.type === "text" && input.value !== input.defaultValue;
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  if (target.matches("[data-keeps-typed]") && [...target.querySelectorAll("input")].some(isTyped)) event.detail.shouldSwap = false;
});
document.addEventListener("input", (event) => (event.target.dataset.typed = "yes"));
document.addEventListener("change", (event) => delete event.target.dataset.typed);

document.addEventListener("htmx:sendError", () => {
  const notices = document.querySelector("dialog[open] .notices") ?? document.getElementById("notices");
  const notice = document.createElement("div");
  notice.className = "notice notice-warning";
  notice.setAttribute("role", "alert");
  notice.dataset.whileNotStored = "";
  notice.textContent = texts.textNotReached;
  notices?.replaceChildren(notice);
});

// Who signs in again in another window gets another token: the one of the moment is sent, not the one of the page.
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

document.addEventListener("htmx:configRequest", (event) => {
  if (token()) event.detail.headers["X-CSRFToken"] = token();
});
document.addEventListener("submit", (event) => {
  const hidden = event.target.querySelector?.('input[name="csrfmiddlewaretoken"]');
  if (hidden && token()) hidden.value = token();
});
