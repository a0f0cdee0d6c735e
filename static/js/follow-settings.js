import { describe } from "./describe.js";
import { drawWith, hubOf } from "./elements/trip-hub.js";
import { becameSentence, isTyped, renew, textsOf } from "./shown.js";
import { showQuestions } from "./which.js";
import { label } from "./words/dates.js";

/**
 * What others change comes into the settings, but not over what somebody types.
 * @param {HTMLElement} settings
 */
export function followSettings(settings) {
  /** @type {HTMLFormElement} */
  const form = settings.querySelector("form");
  /** @type {Set<string>} */
  const due = new Set();
  let texts = textsOf(hubOf(settings).state);
  /** A field with the focus waits, and is not changed under the hand of whoever is about to type. @param {Trip} trip */
  const renewDue = (trip) => {
    for (const name of due) {
      const [field, text] = [form.elements[name], texts[name]];
      if (text === undefined) continue;
      if (field === document.activeElement && !isTyped(form, name)) continue;
      due.delete(name);
      const stayed = renew(form, name, text);
      if (field.type !== "hidden") note(field, stayed ? becameSentence(name, trip) : "");
    }
    showQuestions(form);
    settings.querySelector("[data-zone]").textContent = label(trip.timeZone);
  };
  drawWith(settings, (trip) => {
    const before = texts;
    texts = textsOf(trip);
    for (const name of Object.keys(texts)) if (name in form.elements && texts[name] !== before[name]) due.add(name);
    renewDue(trip);
  });
  form.addEventListener("reset", () => {
    for (const field of form.elements) note(field, "");
  });
  form.addEventListener("focusout", () => setTimeout(() => renewDue(hubOf(settings).state)));
}

/** @param {HTMLElement} field @param {string} words */
function note(field, words) {
  const id = `${field.id}_became`;
  document.getElementById(id)?.remove();
  if (words) {
    const element = document.createElement("p");
    Object.assign(element, { id, className: "field__help", textContent: words });
    field.closest(".field").append(element);
  }
  describe(field, (ids) => [...ids.filter((each) => each !== id), ...(words ? [id] : [])]);
}
