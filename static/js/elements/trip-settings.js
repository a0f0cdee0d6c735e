import { describe } from "../describe.js";
import { isTyped, renew } from "../shown.js";
import { showQuestions } from "../which.js";
import { label } from "../words/dates.js";
import { becameSentence, textsOf } from "../words/settings.js";
import { drawWith, hubOf } from "./trip-hub.js";

/** The form of a trip's terms: what others change comes into it, but not over what somebody types. */
class TripSettings extends HTMLElement {
  /** @type {HTMLFormElement} */
  form;
  /** @type {Set<string>} */
  #due = new Set();
  /** @type {Record<string, string|undefined>} */
  #texts = {};

  connectedCallback() {
    this.form = this.querySelector("form");
    this.#texts = textsOf(hubOf(this).state);
    drawWith(this, (trip) => this.#draw(trip));
    this.form.addEventListener("reset", () => {
      for (const field of this.form.elements) note(field, "");
    });
    this.form.addEventListener("focusout", () => setTimeout(() => this.#renewDue(hubOf(this).state)));
  }

  /** @param {TripNow} trip */
  #draw(trip) {
    const before = this.#texts;
    this.#texts = textsOf(trip);
    for (const [name, text] of Object.entries(this.#texts))
      if (name in this.form.elements && text !== before[name]) this.#due.add(name);
    this.#renewDue(trip);
  }

  /** A field with the focus waits, and is not changed under the hand of whoever is about to type. @param {Trip} trip */
  #renewDue(trip) {
    for (const name of this.#due) {
      const [field, text] = [this.form.elements[name], this.#texts[name]];
      if (text === undefined) continue;
      if (field === document.activeElement && !isTyped(this.form, name)) continue;
      this.#due.delete(name);
      const stayed = renew(this.form, name, text);
      if (field.type !== "hidden") note(field, stayed ? becameSentence(name, trip) : "");
    }
    showQuestions(this.form);
    for (const zone of this.querySelectorAll("[data-zone]")) zone.textContent = label(trip.timeZone);
  }
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

customElements.define("trip-settings", TripSettings);
