// Other filters let go of what was selected under the earlier ones: the list says so, and leads back to them.
import { announce } from "./announce.js";

const KEY = "selected";
const notice = () => document.querySelector("[data-selection-dropped]");
const format = (number) => new Intl.NumberFormat(document.documentElement.lang).format(number);

function sentence({ count, all }, texts) {
  if (all) return texts.all;
  return count === 1 ? texts.one : texts.many.replace("#", format(count));
}

// Where a list stands on a card, its address leads to it.
function place() {
  const target = document.querySelector("[data-list-form][hx-target]")?.getAttribute("hx-target") ?? "";
  return target === "#rows" ? "" : target;
}

function show(earlier) {
  const told = notice();
  const said = sentence(earlier, told.dataset);
  if (!told.hidden && told.querySelector("p").textContent === said) return;
  told.querySelector("p").textContent = said;
  told.querySelector("a").href = `${location.pathname}${earlier.search}${place()}`;
  told.hidden = false;
  announce(said);
}

function forget() {
  sessionStorage.removeItem(KEY);
  if (notice()) notice().hidden = true;
}

// What is selected by now, under which filters; `all`: not these rows but all that the list shows, less some.
export function follow({ filters, count, all }) {
  const earlier = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  if (!notice() || (count === 0 && !all && (earlier?.path !== location.pathname || earlier.filters === filters))) return forget();
  if (count === 0 && !all) return show(earlier);
  sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, search: location.search, filters, count, all }));
  notice().hidden = true;
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-selection-dropped] button")) return;
  forget();
  document.querySelector("[data-filter-toggle]")?.focus();
});
