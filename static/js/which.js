/** Where clocks show a time twice, a form asks which of the two is meant, as long as its field says that time. */

/**
 * @param {HTMLFormElement} form
 * @param {Object<string, string[]>} choices  the words for the first and the second, by the name of the field
 */
export function askWhich(form, choices) {
  for (const [name, words] of Object.entries(choices)) {
    const question = form.querySelector(`[data-twice="${name}"]`);
    question.dataset.of = form.elements[name].value;
    for (const [index, label] of [...question.querySelectorAll("label")].entries()) {
      label.querySelector("span").textContent = words[index];
      label.querySelector("input").checked = false;
    }
  }
  showQuestions(form);
}

/** @param {HTMLFormElement} form */
export function showQuestions(form) {
  /** @type {NodeListOf<HTMLFieldSetElement>} */
  const questions = form.querySelectorAll("[data-twice]");
  for (const question of questions) {
    const { twice = "", of } = question.dataset;
    question.hidden = !of || form.elements[twice].value !== of;
    question.disabled = question.hidden;
  }
}
