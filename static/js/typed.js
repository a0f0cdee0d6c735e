/** What somebody has typed or chosen in a form, as far as it differs from what the page came with. */

const CHOSEN = ["checkbox", "radio"];

/** Whether a field is a box that is ticked or not. @param {Field} field */
export const isChosen = ({ type }) => CHOSEN.includes(type);

const NOT_TYPED = ["hidden", "submit", "button", "fieldset"];

/** @param {HTMLFormElement} form @returns {Object<string, string[]>} */
export function typedIn(form) {
  const now = new FormData(form);
  const names = new Set([...form.elements].filter(isTouched).map(({ name }) => name));
  const initial = [...names].map((name) => `initial-${name}`).filter((name) => now.has(name)); // what it was typed over
  return Object.fromEntries([...names, ...initial].map((name) => [name, now.getAll(name).map(String)]));
}

/** Puts it back, and opens what hides it. @param {HTMLFormElement} form @param {Object<string, string[]>} typed */
export function retype(form, typed) {
  for (const control of form.elements) {
    const values = typed[control.name];
    if (!values) continue;
    if (isChosen(control)) control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
    control.closest("details")?.setAttribute("open", "");
  }
}

/** @param {Field} field */
function isTouched(field) {
  const { name, type, value, defaultValue, checked, defaultChecked, options } = field;
  if (!name || NOT_TYPED.includes(type)) return false;
  if (isChosen(field)) return checked !== defaultChecked;
  if (options) return [...options].some(({ selected, defaultSelected }) => selected !== defaultSelected);
  return value !== defaultValue;
}
