// An element that a renewed part of the page has anew is known by its id, or by what it is called and which of that name it is.
const USED = "a[href], button, summary, input, select, textarea";

const nameOf = (element) => element.id || `${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent.trim()}`;
const namesakes = (name) => [...document.querySelectorAll(USED)].filter((element) => nameOf(element) === name && element.checkVisibility());

export const isUsed = (element) => Boolean(element?.matches(USED));
export const known = (element) => ({ name: nameOf(element), place: namesakes(nameOf(element)).indexOf(element) });
export const again = ({ name, place }) => (name ? namesakes(name)[place] : undefined);
