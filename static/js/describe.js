/**
 * Changes the aria-describedby of a field.
 * @param {HTMLElement} field
 * @param {(ids: string[]) => string[]} change
 */
export function describe(field, change) {
  const ids = change((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (ids.length) field.setAttribute("aria-describedby", ids.join(" "));
  else field.removeAttribute("aria-describedby");
}
