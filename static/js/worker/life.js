import { scope } from "./scope.js";

/** A new release takes over at once, and forgets what the one before has kept of pages and files. */

export const FILES = `files ${RELEASE}`;
export const PAGES = `pages ${RELEASE}`;
export const WAITING_ROOM = "/outbox";

const OF_STATIC = /\/static\/[^"'\s)>]+\.[0-9a-f]{12}\.(?:js|css|svg|ico|png)/g;
const DEFERRED = /new URL\("\.\/([^"]+)"/g;

scope.addEventListener("install", (event) => event.waitUntil(prepare()));
scope.addEventListener("activate", (event) => event.waitUntil(begin()));

async function prepare() {
  await keepWaitingRoom();
  await scope.skipWaiting();
}

async function begin() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== FILES && name !== PAGES).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

/** The page that is shown where there is no other, in the language of the moment. */
export async function keepWaitingRoom() {
  const answer = await fetch(WAITING_ROOM, { cache: "reload" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  await keepFilesOf(await answer.clone().text());
  await (await caches.open(FILES)).put(WAITING_ROOM, answer);
}

/** What was seen is no longer so. @param {string} path */
export const unsee = async (path) => (await caches.open(PAGES)).delete(path);

/** What a page loads, and what its script loads later. @param {string} page */
export async function keepFilesOf(page) {
  const files = await caches.open(FILES);
  for (const url of new Set(page.match(OF_STATIC) ?? [])) {
    const answer = await keepFile(files, url);
    const script = url.endsWith(".js") ? await answer.text() : "";
    for (const [, name] of script.matchAll(DEFERRED))
      await keepFile(files, new URL(name, `${location.origin}${url}`).pathname);
  }
}

/** Named by its content, it never changes. @param {Cache} files @param {string} url */
async function keepFile(files, url) {
  const kept = await files.match(url, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(url);
  if (answer.ok) await files.put(url, answer.clone());
  return answer;
}
