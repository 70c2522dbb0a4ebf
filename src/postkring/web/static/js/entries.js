// What is entered into a field that acts at once waits for its turn: one after the other is sent, in the order in which it was typed. The
// answer to one brings a successor of the field, from which the next is sent. What could not be stored is said: nothing goes without a word.
import { tellNotStored } from "./toast.js";

const FIELD = "[data-lookup-submits] input";
const BLIND = 3_000; // milliseconds in which somebody who goes on typing may not have read why the last entry was refused

// A successor has the same name and posts to the same place: a window may have been opened for another contact meanwhile.
const nameOf = (field) => `${field.id} ${field.form.action}`;
const isThere = (field) => !field.closest("dialog:not([open])");
const fieldOf = (form) => (form?.matches?.("form") ? form.querySelector(FIELD) : null);
const isStored = (xhr) => xhr.status >= 200 && xhr.status < 400;

class Queue {
  constructor(name) {
    this.name = name;
    this.waiting = [];
    this.current = null; // what is being looked up or sent
    this.sent = null; // what the form sends instead of the text in the field, while it is being sent
    this.refused = null;
  }

  get field() {
    return [...document.querySelectorAll(FIELD)].find((field) => nameOf(field) === this.name && isThere(field));
  }

  enter(entry) {
    if (entry.isTyped && this.refused && performance.now() - this.refused.at < BLIND) tellNotStored(this.refused.text, this.refused.why);
    this.refused = null;
    this.waiting.push(entry);
    this.next();
  }

  async next() {
    if (this.current || !this.waiting.length) return;
    const entry = (this.current = this.waiting.shift());
    const meant = await entry.meant;
    const { field } = this;
    if (field) this.send(field, meant);
    else this.giveUp([entry]);
  }

  send(field, meant) {
    // Without htmx the page goes, and the field with it.
    if (!field.form.hasAttribute("hx-post")) field.value = meant.value;
    this.sent = meant;
    field.form.requestSubmit();
    this.sent = null;
  }

  answered(xhr) {
    const { current, field } = this;
    this.current = null;
    if (xhr.status === 422 && field?.getAttribute("aria-invalid") === "true") this.refuse(current, field);
    else if (!isStored(xhr)) this.stop(current, field);
    else if (!field) this.giveUp([]);
    this.next();
  }

  // The refusal stands beside the field, until the next answer renews it: somebody who types on may never see it there.
  refuse({ text }, field) {
    const why = field.closest(".field").querySelector(".field-error")?.textContent.trim() ?? "";
    if (this.waiting.length || field.dataset.typed) tellNotStored(text, why);
    else this.leave(field, text, why);
  }

  // The server was not reached, or the page is out of date: the rest would not fare better. Why, the notices say.
  stop(entry, field) {
    if (field && !this.waiting.length && !field.dataset.typed) this.leave(field, entry.text);
    else this.giveUp([entry]);
  }

  // It stands in the field still, to be mended. What is typed next does not run into it.
  leave(field, text, why) {
    this.refused = { text, why, at: performance.now() };
    field.select();
  }

  giveUp(entries) {
    const lost = [...entries, ...this.waiting].map((entry) => entry.text);
    this.current = null;
    this.waiting = [];
    if (lost.length) tellNotStored(lost.join(", "));
  }
}

const queues = new Map();

function queueOf(field) {
  const name = nameOf(field);
  if (!queues.has(name)) queues.set(name, new Queue(name));
  return queues.get(name);
}

// `text` is what is told when it cannot be stored; `meant` says, at once or later, the `value` to send and what goes `also`; `isTyped`: it
// was typed, not chosen from what was there.
export function enter(field, entry) {
  delete field.dataset.typed;
  field.dataset.entered = field.value;
  queueOf(field).enter(entry);
  // The next letter begins the next entry.
  field.select();
}

// Enter again on what is under way already, or on the empty field that came meanwhile, enters nothing.
export const isEntered = (field) => Boolean(queueOf(field).current) && !field.dataset.typed && ["", field.dataset.entered].includes(field.value);

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const field = fieldOf(detail.elt);
  const sent = field && queueOf(field).sent;
  if (!sent) return;
  detail.parameters[field.name] = sent.value;
  const [name, value] = (sent.also ?? "").split("=");
  if (name) detail.parameters[name] = value;
});

document.addEventListener("htmx:beforeSend", ({ detail: { elt, xhr } }) => {
  const field = fieldOf(elt);
  if (!field) return;
  const queue = queueOf(field);
  queue.current ??= { text: field.value };
  xhr.addEventListener("loadend", () => queue.answered(xhr));
});

// A button of the form waits for its turn as well: htmx would forget it when the form is renewed.
document.addEventListener(
  "submit",
  (event) => {
    const field = fieldOf(event.target);
    const queue = field && queueOf(field);
    if (!queue?.current || queue.sent) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { name, value } = event.submitter ?? {};
    if (field.value.trim() && !isEntered(field)) {
      enter(field, { text: field.value, meant: { value: field.value, also: name ? `${name}=${value}` : "" }, isTyped: true });
    }
  },
  true,
);

// What still waits is lost with the page: the browser asks first.
window.addEventListener("beforeunload", (event) => {
  if ([...queues.values()].some((queue) => queue.waiting.length)) event.preventDefault();
});
