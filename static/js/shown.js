/** What a form shows, and what becomes of it while it is open. */

/**
 * Whether somebody has typed into a field of the form, or chosen something else.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function isTyped(form, name) {
  const field = form.elements[name]; // several radio buttons have no validity
  return field.value !== form.elements[`initial-${name}`].value || Boolean(field.validity?.badInput);
}

/**
 * Puts what a field has become into the form, unless somebody has typed something else: their text stays.
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} text
 * @returns {boolean} whether it stayed
 */
export function renew(form, name, text) {
  const field = form.elements[name];
  const stays = isTyped(form, name);
  form.elements[`initial-${name}`].value = text;
  if (stays) return field.value !== text;
  field.defaultValue = text; // what differs from it is kept as a draft
  if (field.value !== text) field.value = text;
  return false;
}
