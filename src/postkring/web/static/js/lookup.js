// The combobox of a lookup field: offers records while one types, takes over the chosen one.
import { announce } from "./announce.js";
import { enter, isEntered } from "./entries.js";
import { Asker, Listbox, askFor } from "./listbox.js";

function lookUp(root) {
  const input = root.querySelector("input");
  const list = root.querySelector('[role="listbox"]');
  const box = new Listbox(input, list);
  const asker = new Asker(root.dataset.lookup, 120);
  const submits = root.hasAttribute("data-lookup-submits");
  const isExact = root.hasAttribute("data-lookup-exact");
  let isChosen = false;
  // The answer that is on its way, and whether Enter waits for it.
  let coming = null;
  let isAwaited = false;

  Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" }).forEach(([name, value]) =>
    input.setAttribute(name, value),
  );

  const close = () => {
    list.hidden = true;
    box.open(false);
  };

  const stop = () => {
    asker.stop();
    coming = null;
  };

  const offer = () => {
    const text = input.value.trim();
    const answer = asker.ask(text, { "HX-Target": list.id }).then((html) => {
      if (coming === answer) coming = null;
      show(html, text);
    });
    return (coming = answer);
  };

  const show = (html, text) => {
    if (html === undefined || html === null || document.activeElement !== input) return;
    // It answers another text than the one that stands in the field by now.
    if (text !== input.value.trim()) return;
    // An empty answer: nothing to offer, and no fault either.
    if (html === "") return close();
    list.innerHTML = html;
    list.hidden = false;
    box.open(true);
    // Something new is only made when it is chosen, never because Enter comes by.
    box.renew(text !== "" && !box.options[0]?.dataset.also);
    announce(document.body.dataset.textRows.replace("#", String(box.options.length)));
  };

  const choose = (option) => {
    const isTyped = Boolean(input.dataset.typed);
    input.value = option.dataset.value;
    stop();
    close();
    isChosen = true;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    isChosen = false;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    if (submits) enter(input, { text: input.value, meant: { value: input.value, also: option.dataset.also }, isTyped });
  };

  // Enter without an option: the text is entered as it stands, or as the first of what it finds when the suggestions were still on their
  // way. Where only the whole of a number or name says who is meant, nobody is taken who was not seen.
  const enterText = () => {
    if (isEntered(input)) return;
    const text = input.value;
    const meant = coming && text.trim() && !isExact ? firstOf(root.dataset.lookup, text.trim()) : { value: text };
    stop();
    close();
    enter(input, { text: text.trim(), meant, isTyped: Boolean(input.dataset.typed) });
  };

  // Enter came before the suggestions for what was typed: it takes the first of them, or does what Enter does where there is none.
  const enterWhenKnown = async () => {
    if (isAwaited) return;
    isAwaited = true;
    const text = input.value;
    await coming;
    isAwaited = false;
    if (document.activeElement !== input) return;
    const typedOn = input.value === text ? null : input.value;
    input.value = text;
    if (box.active) choose(box.active);
    else pressEnter(input);
    if (typedOn === null) return;
    input.value = typedOn;
    input.setSelectionRange(typedOn.length, typedOn.length);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const pressed = (event) => {
    const isChoice = !coming && !list.hidden && box.active;
    if (!isChoice && !coming && !submits) return;
    event.preventDefault();
    if (isChoice) choose(box.active);
    else if (submits) enterText();
    else enterWhenKnown();
  };

  input.addEventListener("input", () => {
    // While Enter waits, what is typed on belongs to the next choice.
    if (isChosen || isAwaited) return;
    // What stands in the list still belongs to the text of before: Enter must not take it.
    box.activate(null);
    offer();
  });
  input.addEventListener("click", () => list.hidden && !isAwaited && offer());
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]:not([aria-disabled="true"])');
    if (option) choose(option);
  });
  input.addEventListener("keydown", async (event) => {
    if (event.isComposing) return;
    // Closed until something else is typed, also when an answer is still on its way.
    if (event.key === "Escape") stop();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return void (await offer());
      // Who chooses from what is there does not want it exchanged.
      stop();
      box.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      pressed(event);
    } else if (event.key === "Tab") {
      close();
    }
  });

  // What was refused is still there to be mended: its suggestions come by themselves, but not over the button that makes it.
  const isOffered = () => Boolean(input.form?.querySelector('button[name="create"]'));
  if (submits && input.getAttribute("aria-invalid") === "true" && input.value.trim() && !isOffered()) offer();
}

// What a text means that was entered before its suggestions came: the code that it is, else the first that it finds. Nothing new is made of it.
async function firstOf(url, text) {
  const found = document.createElement("template");
  found.innerHTML = (await askFor(url, text).catch(() => null)) ?? "";
  const options = [...found.content.querySelectorAll('[role="option"]:not([aria-disabled="true"], [data-also])')];
  const option = options.find((each) => each.dataset.value.toUpperCase() === text.toUpperCase()) ?? options[0];
  return { value: option?.dataset.value ?? text };
}

// What a browser does by itself at Enter: press the first button of the form, else hand the text over.
function pressEnter(input) {
  const button = [...(input.form?.elements ?? [])].find((element) => element.type === "submit");
  if (button) button.click();
  else input.dispatchEvent(new Event("change", { bubbles: true }));
}

// A field says what it is as soon as it is there: with the page, or later with a part of it.
function readyAll(within) {
  within.querySelectorAll?.("[data-lookup]:not([data-ready])").forEach((root) => {
    root.dataset.ready = "yes";
    lookUp(root);
  });
}

readyAll(document);
new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => node.parentElement && readyAll(node.parentElement)))).observe(
  document.body,
  { childList: true, subtree: true },
);
