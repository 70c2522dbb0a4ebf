// Coming back to a list leads to the row one comes from, also after one went on from record to record.
import { linkOf, listHere, rowOf } from "./records.js";

const LEFT = "left:"; // behind it the list, for which the record is kept that was open last
const BACK = "back"; // the way back of a record was taken

const list = listHere();
if (list) sessionStorage.setItem(LEFT + list, location.pathname);
document.addEventListener("click", (event) => event.target.closest?.(".back a") && sessionStorage.setItem(BACK, "1"));

const take = (key) => {
  const value = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  return value;
};

function focusOn(row) {
  const link = row && linkOf(row);
  if (!link?.checkVisibility() || document.querySelector("[autofocus]")) return;
  link.focus({ preventScroll: true });
  const { top, bottom } = row.getBoundingClientRect();
  if (top < window.innerHeight * 0.15 || bottom > window.innerHeight * 0.85) row.scrollIntoView({ block: "center" });
}

window.addEventListener("pageshow", (event) => {
  const record = take(LEFT + location.pathname);
  const byLink = take(BACK);
  const byBrowser = event.persisted || performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  // The way back may come from a record that another list led to: its own address says which one it is.
  const from = byLink && document.referrer ? new URL(document.referrer).pathname : record;
  if (from && (byLink || byBrowser)) focusOn(rowOf(from));
});
