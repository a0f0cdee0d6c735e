import { keptTaps } from "../kept-taps.js";
import { FILES, keepFilesOf, keepWaitingRoom, PAGES, unsee, WAITING_ROOM } from "./life.js";
import { send } from "./outbox.js";
import { scope } from "./scope.js";

/**
 * Pages come from the network. Where there is none, a trip, a poll or an invitation is shown as last seen, and says so;
 * any other address says that there is no network, and what waits for it.
 */

const SEEN = /^\/(?:trips\/[^/]+(?:\/polls\/[^/]+)?|join\/[^/]+)$/;
const NAMED_BY_CONTENT = /^\/static\/.+\.[0-9a-f]{12}\.\w+$/;
const NO_PAGES = /^\/(?:admin|api|embed|static)\/|\.\w+$/;
const MOST_SEEN = 30;
const PATIENCE_MS = 10_000;
const WHEN = "x-seen-at";

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.method !== "GET") return;
  if (NAMED_BY_CONTENT.test(pathname)) event.respondWith(file(request));
  else if (request.mode === "navigate" && !NO_PAGES.test(pathname)) event.respondWith(page(event, pathname));
});

scope.addEventListener("activate", (event) => event.waitUntil(seeOpenPages()));

let forgottenAt = -1;

/** Nothing of what was seen stays, nor of what is on its way. */
export async function forgetPages() {
  forgottenAt = performance.now();
  await caches.delete(PAGES);
}

/** @param {Request} request */
async function file(request) {
  const kept = await caches.match(request.url, { cacheName: FILES, ignoreVary: true }).catch(() => undefined);
  return kept ?? fetch(request);
}

/** @param {FetchEvent} event @param {string} path */
async function page(event, path) {
  // Asked for anew: browsers may have asked for it already, as they woke the worker.
  if ((await waits(path)) && (await sentNow(path))) return Response.redirect(event.request.url, 303);
  const seen = await lastSeen(path).catch(() => undefined);
  const askedAt = performance.now();
  try {
    const answer = await (seen ? inTime(fetch(event.request)) : fetch(event.request));
    event.waitUntil(note(path, answer.clone(), askedAt));
    return answer;
  } catch {
    return (!(await isAwaited(path)) && seen) || waitingRoom();
  }
}

/** Whether a tap on this page is to be sent. @param {string} path */
const waits = async (path) =>
  (await keptTaps().catch(() => [])).some((tap) => tap.page === path && tap.state === "waiting");

/** Whether it could be, in time. @param {string} path */
const sentNow = (path) =>
  inTime(send()).then(
    async () => !(await waits(path)),
    () => false,
  );

/** Whether a tap on this page waits: shown as last seen it would ask for it again. @param {string} path */
const isAwaited = async (path) =>
  (await keptTaps().catch(() => [])).some((tap) => tap.page === path && tap.kind !== "vote");

async function waitingRoom() {
  return (await (await caches.open(FILES)).match(WAITING_ROOM, { ignoreVary: true })) ?? Response.error();
}

/**
 * @template Result
 * @param {Promise<Result>} result
 * @returns {Promise<Result>}
 */
const inTime = (result) =>
  new Promise((resolve, reject) => {
    setTimeout(reject, PATIENCE_MS);
    result.then(resolve, reject);
  });

/**
 * Keeps what is shown, and nothing of what is no longer.
 * @param {string} path @param {Response} answer @param {number} askedAt
 */
async function note(path, answer, askedAt) {
  const isPage = answer.ok && answer.headers.get("Content-Type")?.startsWith("text/html");
  if (isPage) await learnLanguage(answer.headers.get("Content-Language"));
  if (!SEEN.test(path) || answer.status === 429 || answer.status >= 500) return;
  if (isPage) await keepPage(path, answer, askedAt);
  else await unsee(path);
}

/** @param {?string} language */
async function learnLanguage(language) {
  const room = await waitingRoom();
  if (language && room.headers.get("Content-Language") !== language) await keepWaitingRoom();
}

/** @param {string} path @param {Response} answer @param {number} askedAt */
async function keepPage(path, answer, askedAt) {
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  headers.set(WHEN, `${Date.now()}`);
  const pages = await caches.open(PAGES);
  await keepFilesOf(text);
  if (askedAt < forgottenAt) return;
  await pages.put(path, new Response(text.replace(" data-now>", ">"), { headers })); // its confetti has been seen
  const kept = await pages.keys();
  await Promise.all(kept.slice(0, -MOST_SEEN).map((each) => pages.delete(each)));
}

/** Pages that were there before the worker, so that the first visit is kept too. */
async function seeOpenPages() {
  for (const { url } of await scope.clients.matchAll({ type: "window", includeUncontrolled: true })) {
    const { pathname } = new URL(url);
    const headers = { Accept: "text/html" };
    const askedAt = performance.now();
    if (SEEN.test(pathname))
      await fetch(pathname, { headers, redirect: "manual" }).then((answer) => note(pathname, answer, askedAt));
  }
}

/** @param {string} path @returns {Promise<Response|undefined>} */
async function lastSeen(path) {
  const kept = await (await caches.open(PAGES)).match(path, { ignoreVary: true });
  if (!kept) return;
  const at = Number(kept.headers.get(WHEN));
  const language = kept.headers.get("Content-Language") ?? undefined;
  const text = await kept.text();
  const marked = text.replace(/( data-as-of) hidden>/, "$1>").replace("<time></time>", timeElement(at, language));
  return new Response(marked, { headers: kept.headers });
}

/** @param {number} at @param {string} [language] */
function timeElement(at, language) {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  const said = new Intl.DateTimeFormat(language, { dateStyle: isToday ? undefined : "medium", timeStyle: "short" });
  return `<time>${said.format(at)}</time>`;
}

/** The title of the first of these pages that was seen. @param {string[]} paths */
export async function titleOf(paths) {
  const pages = await caches.open(PAGES);
  for (const path of paths) {
    const text = await (await pages.match(path, { ignoreVary: true }))?.text();
    const title = text?.match(/<title>([^<]*)<\/title>/)?.[1];
    if (title) return decoded(title);
  }
  return "";
}

/** @type {Record<string, string>} */
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&amp;": "&" };

/** @param {string} html */
const decoded = (html) => html.trim().replace(/&(?:lt|gt|quot|#x27|amp);/g, (found) => ENTITIES[found]);
