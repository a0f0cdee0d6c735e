import { describe } from "../describe.js";
import { becameSentence, isTyped, renew, textsOf } from "../shown.js";
import { showQuestions } from "../which.js";
import { label } from "../words/dates.js";
import { drawWith, hubOf } from "./trip-hub.js";

/**
 * The settings on their page, and on the hub in place of the link to it: without scripts the hub reloads itself, and
 * what is typed would be lost. What others change comes into the form, but not over what somebody types.
 */
class TripSettings extends HTMLElement {
  /** @type {HTMLFormElement} */
  form;
  /** @type {ReturnType<typeof textsOf>} */
  #texts;
  /** @type {Set<string>} */
  #due = new Set();

  connectedCallback() {
    this.form = this.querySelector("form");
    for (const plain of this.querySelectorAll("[data-plain]")) plain.hidden = true;
    for (const details of this.querySelectorAll("details[hidden]")) details.hidden = false;
    this.#texts ??= textsOf(hubOf(this).state);
    drawWith(this, (state) => this.#follow(state));
    this.form.addEventListener("reset", () => {
      for (const field of this.form.elements) this.#note(field, "");
    });
    this.form.addEventListener("focusout", () => setTimeout(() => this.#renew(hubOf(this).state)));
  }

  /** @param {TripNow} state */
  #follow(state) {
    const before = this.#texts;
    this.#texts = textsOf(state);
    for (const [name, text] of Object.entries(this.#texts)) {
      if (name in this.form.elements && text !== before[name]) this.#due.add(name);
    }
    this.#renew(state);
  }

  /**
   * A field with the focus waits, and is not changed under the hand of whoever is about to type.
   * @param {TripNow} state
   */
  #renew(state) {
    for (const name of this.#due) {
      const [field, text] = [this.form.elements[name], this.#texts[name]];
      if (text === undefined) continue;
      if (field === document.activeElement && !isTyped(this.form, name)) continue;
      this.#due.delete(name);
      const stayed = renew(this.form, name, text);
      if (field.type !== "hidden") this.#note(field, stayed ? becameSentence(name, state) : "");
    }
    showQuestions(this.form);
    this.querySelector("[data-zone]").textContent = label(state.timeZone);
  }

  /** @param {HTMLElement} field @param {string} words */
  #note(field, words) {
    const id = `${field.id}_became`;
    document.getElementById(id)?.remove();
    if (words) {
      const note = document.createElement("p");
      Object.assign(note, { id, className: "field__help", textContent: words });
      field.closest(".field").append(note);
    }
    describe(field, (ids) => [...ids.filter((each) => each !== id), ...(words ? [id] : [])]);
  }
}

customElements.define("trip-settings", TripSettings);
