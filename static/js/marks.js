import { describe } from "./describe.js";

/** What is wrong with a field, beside it, as the server writes it. */

/** @param {HTMLElement} field */
const errorId = (field) => `${field.id}_error`;

/** @param {HTMLElement} field @param {string} words */
export function mark(field, words) {
  const list = document.createElement("ul");
  list.className = "errorlist";
  list.id = errorId(field);
  list.append(document.createElement("li"));
  list.querySelector("li").textContent = words;
  field.after(list);
  field.closest("details")?.setAttribute("open", "");
  field.closest(".field")?.removeAttribute("hidden"); // a question that had not been asked
  field.setAttribute("aria-invalid", "true");
  describe(field, (ids) => [...ids, list.id]);
}

/** @param {HTMLFormElement} form */
export function clearMarks(form) {
  for (const list of form.querySelectorAll(".errorlist")) list.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    describe(field, (ids) => ids.filter((id) => id !== errorId(field)));
  }
}
