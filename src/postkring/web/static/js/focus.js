// The focus goes along: to the page that an act brings, and into a part of the page that was renewed under it.
import { openerOf } from "./dialog.js";
import { again, isUsed, known } from "./known.js";

const KEY = "focus";
const STILL = 15_000; // milliseconds in which the page that comes is taken for the answer

export function takeFocusAlong(to = {}) {
  sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, at: Date.now(), ...to }));
}

// Back to what was used if that is still there, else to the page's own part. The pointer leaves no ring behind, and needs none.
function arrive() {
  const came = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
  sessionStorage.removeItem(KEY);
  if (!came.at || Date.now() - came.at > STILL || document.querySelector("[autofocus]")) return;
  const there = came.path === location.pathname ? again(came) : null;
  (there ?? document.getElementById("main")).focus({ preventScroll: !there });
}

document.addEventListener("submit", (event) => {
  if (event.target.method !== "post") return;
  const active = document.activeElement;
  takeFocusAlong(active?.matches(":focus-visible") ? known(openerOf(active) ?? active) : {});
});

let inside = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, requestConfig } = event.detail;
  // The answer came into this page: no other one follows.
  if (requestConfig?.triggeringEvent?.type === "submit") sessionStorage.removeItem(KEY);
  const active = document.activeElement;
  if (target.contains(active) && isUsed(active)) inside = { target, ...known(active) };
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (inside?.target !== event.detail.target) return;
  if (document.activeElement === document.body) again(inside)?.focus();
  inside = null;
});

arrive();
