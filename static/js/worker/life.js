import { scope } from "./scope.js";

/** A new release takes over at once, and forgets what the one before has kept of pages and files. */

export const CACHE = `release ${RELEASE}`;

scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener("activate", (event) => event.waitUntil(begin()));

async function begin() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await scope.clients.claim();
}
