import { isChosen } from "./typed.js";

/** A form that stays as it was sent until it is answered: what is changed meanwhile would not be in what counts. */

const PRESSED = ["submit", "button", "reset"];

/** @param {Field} field */
const isSelect = ({ tagName }) => tagName === "SELECT";

/**
 * Its fields can be read and reached, and say that they cannot be changed.
 * @param {HTMLFormElement} form
 * @param {() => void} onTry is called when somebody tries nevertheless
 * @returns {() => void} gives them free again
 */
export function hold(form, onTry) {
  const held = [...form.elements].filter(({ type }) => type !== "hidden" && !PRESSED.includes(type)).map(lock);
  /** @type {Map<?EventTarget, number>} */
  const selected = new Map([...form.elements].filter(isSelect).map((select) => [select, select.selectedIndex]));
  /** @param {Event} event */
  const refuse = (event) => {
    if (!isHeldFrom(/** @type {Press} */ (event))) return;
    event.preventDefault();
    onTry();
  };
  /** @param {Event} event */
  const putBack = ({ target }) => {
    const index = selected.get(target);
    if (index !== undefined) /** @type {Field} */ (target).selectedIndex = index;
  };
  /** @type {[string, (event: Event) => void][]} */
  const listeners = [
    ["click", refuse],
    ["mousedown", refuse],
    ["keydown", refuse],
    ["input", putBack],
    ["change", putBack],
  ];
  for (const [type, listener] of listeners) form.addEventListener(type, listener, true);
  return () => {
    for (const [type, listener] of listeners) form.removeEventListener(type, listener, true);
    for (const unlock of held) unlock();
  };
}

/**
 * A list opens when it is pressed; of boxes the click is what changes them, by key too. Tab leads on from each, and
 * what is the browser's stays so: copying, loading the page anew. A browser that fills in a form sends keys without
 * a name.
 * @typedef {KeyboardEvent & {target: Field}} Press
 * @param {Press} event
 */
function isHeldFrom({ type, target, key = "", ctrlKey, metaKey }) {
  if (type === "click") return isChosen(target);
  if (ctrlKey || metaKey || key === "Tab" || key === "Escape" || /^F\d/.test(key)) return false;
  return isSelect(target) || (type === "keydown" && isTypedInto(key) && target.readOnly);
}

/** @param {string} key */
const isTypedInto = (key) => key.length === 1 || key === "Backspace" || key === "Delete";

/**
 * Text can be read-only; a choice says that it is disabled, but keeps the focus and stays in what is sent.
 * @param {Field} field
 */
function lock(field) {
  const isText = "readOnly" in field && !isChosen(field);
  if (isText && field.readOnly) return () => {};
  if (isText) field.readOnly = true;
  else field.setAttribute("aria-disabled", "true");
  return () => {
    if (isText) field.readOnly = false;
    else field.removeAttribute("aria-disabled");
  };
}
