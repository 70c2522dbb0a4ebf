// A text field with a list of options below: focus stays in the field, the active option is pointed at.
export class Listbox {
  constructor(input, list) {
    this.input = input;
    this.list = list;
    this.active = null;
  }

  get options() {
    return [...this.list.querySelectorAll('[role="option"]:not([aria-disabled="true"])')];
  }

  // New options have come in: give them names to be pointed at, and make the first one active if asked.
  renew(startAtFirst) {
    this.options.forEach((option, index) => (option.id ||= `${this.list.id}-${index}`));
    this.activate(startAtFirst ? this.options[0] : null);
  }

  activate(option) {
    this.active?.setAttribute("aria-selected", "false");
    this.active = option ?? null;
    if (this.active) {
      this.active.setAttribute("aria-selected", "true");
      this.active.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", this.active.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  move(steps) {
    const options = this.options;
    if (!options.length) return;
    const from = options.indexOf(this.active);
    const start = from < 0 && steps < 0 ? 0 : from;
    this.activate(options[(start + steps + options.length) % options.length]);
  }

  open(isOpen) {
    this.input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.activate(null);
  }
}

export const askFor = (url, text, { headers = {}, ...init } = {}) =>
  fetch(`${url}${url.includes("?") ? "&" : "?"}q=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true", ...headers }, ...init }).then((response) =>
    response.ok ? response.text() : null,
  );

// Asks the server at most once per pause in typing; an answer that comes too late is dropped.
export class Asker {
  constructor(url, pause) {
    this.url = url;
    this.pause = pause;
    this.answer = Promise.resolve(null);
  }

  stop() {
    this.running?.abort();
  }

  ask(text, headers = {}) {
    this.stop();
    const running = (this.running = new AbortController());
    this.answer = this.#wait(running.signal)
      .then(() => askFor(this.url, text, { signal: running.signal, headers }))
      .catch(() => null);
    return this.answer.then((html) => (running.signal.aborted ? undefined : html));
  }

  #wait(signal) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, this.pause);
      signal.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)));
    });
  }
}
