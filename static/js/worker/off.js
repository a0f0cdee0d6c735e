import { scope } from "./scope.js";

/**
 * Served in the worker's place where SERVICE_WORKER is off: takes itself and all pages and files away that were kept.
 * Taps that wait stay, for a worker to come.
 */

scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener("activate", (event) => event.waitUntil(end()));

async function end() {
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
  await scope.registration.unregister();
}
