// From record to record, in the order of the list that one came from. A list opened in another tab does not matter here.
const KEPT = "records";
const path = (link) => new URL(link.href).pathname;
const kept = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");

// What leads to the record of a row: its head, or the number where the head is no link.
export const linkOf = (row) => row.querySelector("th a[href]") ?? row.querySelector("td a[href]:not([data-row-menu])");

// The row of a record in the lists of this page.
export const rowOf = (record) => [...document.querySelectorAll(".list-table tbody tr")].find((row) => linkOf(row) && path(linkOf(row)) === record);

// The list that one came from to the record that is open.
export function listHere() {
  const { list, paths } = kept();
  return paths?.includes(location.pathname) ? list : undefined;
}

document.addEventListener("click", (event) => {
  const rows = event.target.closest?.(".list-table tbody a[href]")?.closest("tbody");
  if (!rows) return;
  const paths = [...rows.rows].map(linkOf).filter(Boolean).map(path);
  sessionStorage.setItem(KEPT, JSON.stringify({ list: location.pathname, paths }));
}, true);

// Whether there is one so many places on. What is being typed is saved first, as when a link is followed.
export function record(step) {
  const records = kept().paths ?? [];
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
