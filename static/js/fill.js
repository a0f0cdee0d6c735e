/**
 * Draws into server-rendered words: data-part is filled, data-when shown while one of its words is true, data-needs
 * enabled then. The words themselves stay in the template.
 * @param {Element} place
 * @param {Object<string, string|undefined>} parts
 * @param {Object<string, boolean>} truths
 */
export function fill(place, parts, truths) {
  /** @param {string} [words] */
  const isTrue = (words = "") => words.split(" ").some((word) => truths[word]);
  for (const element of place.querySelectorAll("[data-part]")) setText(element, parts[element.dataset.part ?? ""]);
  for (const element of place.querySelectorAll("[data-when]")) element.hidden = !isTrue(element.dataset.when);
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = place.querySelectorAll("[data-needs]");
  for (const button of buttons) button.disabled = !isTrue(button.dataset.needs);
}

/** Writes only what has changed. @param {Element} element @param {string} [text] */
export function setText(element, text) {
  if (text !== undefined && element.textContent !== text) element.textContent = text;
}
