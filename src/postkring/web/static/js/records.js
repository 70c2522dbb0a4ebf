// From record to record, in the order of the list that one came from. A list opened in another tab does not matter here.
const KEPT = "records";
const path = (link) => new URL(link.href).pathname;

document.addEventListener("click", (event) => {
  const rows = event.target.closest?.(".list-table tbody a[href]")?.closest("tbody");
  if (rows) sessionStorage.setItem(KEPT, JSON.stringify([...rows.querySelectorAll("th a[href]")].map(path)));
}, true);

// Whether there is one so many places on. What is being typed is saved first, as when a link is followed.
export function record(step) {
  const records = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  const here = records.indexOf(location.pathname);
  const next = here < 0 ? undefined : records[here + step];
  if (!next) return false;
  document.activeElement?.blur();
  const link = document.createElement("a");
  link.href = next;
  document.body.append(link);
  link.click();
  link.remove();
  return true;
}
