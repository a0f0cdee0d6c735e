/** The service worker is for when there is no network: no page waits for it, nor needs it. */

const WORKER = "/service-worker.js";
const policy = globalThis.trustedTypes?.createPolicy("worker", { createScriptURL: () => WORKER });
/** @type {ServiceWorkerContainer|undefined} */
const worker = navigator.serviceWorker;

/** @param {object} wish */
export const askWorker = (wish) => worker?.controller?.postMessage(wish);

/** A line says that taps wait on this phone. @param {MessageEvent} message */
function showKept({ data }) {
  const line = document.querySelector("[data-kept]");
  if (line && "kept" in data) line.hidden = !data.kept;
}

worker?.register(policy?.createScriptURL("") ?? WORKER).catch(() => {});
worker?.addEventListener("message", showKept);
addEventListener("online", () => askWorker({ send: true }));
askWorker({ count: true, send: true }); // the page before may have tried until now
