import { isBusy } from "./busy.js";

/**
 * Where the focus goes on the page that follows a form: one acted there, so it must not fall to the start of the page.
 * data-then of the form names the element; after a dialog it is the way to undo, or the title.
 */
const KEY = "focus";
const AFTER_A_DIALOG = ["undo-pick", "poll-title"];

/** @type {HTMLFormElement|undefined} */
let sent;

document.addEventListener("submit", ({ target }) => {
  sent = /** @type {HTMLFormElement} */ (target);
});
// A form that is still busy has been taken, and its answer is the next page.
addEventListener(
  "pagehide",
  () => sent && isBusy(sent) && keep(sent.dataset.then ? [sent.dataset.then] : AFTER_A_DIALOG),
);

/** @param {string[]} ids */
function keep(ids) {
  try {
    sessionStorage.setItem(KEY, [location.pathname, ...ids].join(" "));
  } catch {
    // a browser without storage: the next page begins at its start
  }
}

/** Once, on the page that it was kept for. */
export function takeFocus() {
  try {
    const [page, ...ids] = (sessionStorage.getItem(KEY) ?? "").split(" ");
    sessionStorage.removeItem(KEY);
    if (page !== location.pathname) return;
    const shown = ids.map((id) => document.getElementById(id)).find((element) => element?.offsetParent);
    shown?.focus();
  } catch {
    // the same
  }
}
