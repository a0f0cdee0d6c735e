/**
 * A form whose button shows that it is working and cannot be pressed twice; `busychange` is dispatched on it.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} [button]
 * @returns {() => void} what sets it free again
 */
export function makeBusy(form, button = buttonOf(form)) {
  const label = [...button.childNodes];
  form.setAttribute("aria-busy", "true");
  button.setAttribute("aria-disabled", "true");
  dispatchChange(form);
  if (button.dataset.busy) button.replaceChildren(button.dataset.busy);
  return () => {
    form.removeAttribute("aria-busy");
    button.removeAttribute("aria-disabled");
    button.replaceChildren(...label);
    dispatchChange(form);
  };
}

/** @param {HTMLFormElement} form */
const dispatchChange = (form) => form.dispatchEvent(new Event("busychange", { bubbles: true }));

/** @param {HTMLFormElement} form */
export const isBusy = (form) => form.hasAttribute("aria-busy");

/** @param {HTMLFormElement} form */
const buttonOf = (form) => form.querySelector("[data-busy]") ?? form.querySelector("button:not([type=button])");
