/** The service worker is for when there is no network: no page waits for it, nor needs it. */

const WORKER = "/service-worker.js";
const policy = globalThis.trustedTypes?.createPolicy("worker", { createScriptURL: () => WORKER });

navigator.serviceWorker?.register(policy?.createScriptURL("") ?? WORKER).catch(() => {});
