import { dropDrafts } from "../draft.js";

/** Not if another site has led here: it could make a phone forget what waits. */
const isAfterOurs = document.referrer.startsWith(`${location.origin}/`);

if (isAfterOurs) {
  dropDrafts();
  // A page that was loaded around the worker has not told it that somebody left.
  navigator.serviceWorker?.ready.then(({ active }) => active?.postMessage({ forget: true }));
}
