import { abortAfter } from "../abort-after.js";
import { dropTap, dropTaps, keepTap, keptTap, keptTaps } from "../kept-taps.js";
import { unsee, WAITING_ROOM } from "./life.js";
import { isAnyWaiting, send, tellPages } from "./outbox.js";
import { forgetPages, titleOf } from "./pages.js";
import { scope } from "./scope.js";

/**
 * What is tapped without network is kept. The page goes on trying as long as it is seen; then the outbox does.
 *
 * @typedef {import("../kept-taps.js").Kind} Kind
 * @typedef {import("../kept-taps.js").Tap} Tap
 */

/** @type {[RegExp, Kind][]} */
const KINDS = [
  [/^\/join\/[^/]+$/, "join"],
  [/^\/join\/[^/]+\/decline$/, "decline"],
  [/^\/trips\/[^/]+\/polls\/(?!new$|dates$)[^/]+$/, "vote"],
  [/^\/trips\/[^/]+\/messages$/, "message"],
];
const LEAVES = /^\/trips\/[^/]+\/(?:leave|erase|waiting\/leave)$/;
const FORGETS = "/forget";
const ENTERS = "/enter";
const SYNC = "taps";
const TRY_MS = 10_000; // less than pages wait for an answer
const PAUSE_MS = 15_000;
const LATER = [429, 502, 503, 504];

let triedAt = -PAUSE_MS;

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST") takePost(event, pathname);
  else if (request.mode === "navigate" || performance.now() - triedAt > PAUSE_MS) event.waitUntil(sendNow());
});
scope.addEventListener("sync", (event) => event.waitUntil(sendOrFail()));
scope.addEventListener("message", (event) => event.waitUntil(obey(event.data)));

/** @param {FetchEvent} event @param {string} path */
function takePost(event, path) {
  if (isFromElsewhere(event.request)) return;
  const kind = KINDS.find(([address]) => address.test(path))?.[1];
  if (kind) event.respondWith(take(event, path, kind));
  else if (LEAVES.test(path)) event.respondWith(thenIfDone(fetch(event.request), forget));
  else if (path === FORGETS) event.respondWith(forgetDevice(event.request));
  else if (path === ENTERS) event.respondWith(thenIfDone(fetch(event.request), askAboutAll));
}

/**
 * Another site's form the server refuses; kept here, it would come to it later as ours. Only one that opens a page can
 * be another's.
 * @param {Request} request
 */
const isFromElsewhere = ({ mode, referrer }) => mode === "navigate" && !referrer.startsWith(`${location.origin}/`);

/**
 * Nothing of the sending depends on whether it can be kept: a browser may have no room.
 * @param {FetchEvent} event @param {string} path @param {Kind} kind
 */
async function take(event, path, kind) {
  const { request } = event;
  const copy = request.clone();
  const answer = await passOn(request).catch(() => null);
  const isLater = !answer || LATER.includes(answer.status);
  const noted = copy.formData().then(async (form) => {
    const tap = await tapOf(event, form, path, kind);
    if (isLater) await keep(tap);
    else if (isFinal(request, answer)) await Promise.all([drop(tap.id), unsee(tap.page)]);
  });
  if (answer) event.waitUntil(noted);
  const isKept = !answer && (await isDone(noted));
  return answer ?? (isKept && request.mode === "navigate" ? Response.redirect(WAITING_ROOM, 303) : Response.error());
}

/** @param {Promise<unknown>} act */
const isDone = (act) =>
  act.then(
    () => true,
    () => false,
  );

/** A plain form waits as long as the browser does. @param {Request} request */
const passOn = (request) =>
  request.mode === "navigate" ? fetch(request) : fetch(request, { signal: abortAfter(TRY_MS) });

/** @param {Request} request @param {Response} answer */
function isFinal(request, { ok, status, type, headers }) {
  if (type === "opaqueredirect") return true;
  const isForScript = request.headers.get("Accept") === "application/json";
  const isForeign = ok && isForScript && !headers.get("Content-Type")?.startsWith("application/json");
  return status !== 429 && status < 500 && !isForeign;
}

/** @param {FetchEvent} event @param {FormData} form @param {string} path @param {Kind} kind @returns {Promise<Tap>} */
async function tapOf({ request, clientId }, form, path, kind) {
  const text = (/** @type {string} */ name) => `${form.get(name) ?? ""}`;
  const isBare = Boolean(text("guest_mobile"));
  if (isBare) form.set("guest_mobile", "");
  form.delete("csrfmiddlewaretoken");
  const key = request.headers.get("Idempotency-Key") ?? (text("key") || crypto.randomUUID());
  const invitation = path.replace(/\/decline$/, "");
  const page = kind === "decline" ? invitation : path;
  return {
    id: kind === "message" ? key : invitation,
    kind: kind === "join" && text("wait") ? "wait" : kind,
    url: path,
    page,
    title: await titleOf([page, path.replace(/\/messages$/, "")]),
    what: kind === "message" ? text("text") : text("guest_name") || text("name"),
    key,
    body: [...form].map(([name, value]) => [name, `${value}`]),
    isBare,
    client: clientId,
    at: Date.now(),
    state: "waiting",
  };
}

/** @param {Tap} tap */
async function keep(tap) {
  const kept = await keptTap(tap.id);
  await keepTap(kept?.key === tap.key ? { ...tap, at: kept.at } : tap);
  await scope.registration.sync?.register(SYNC).catch(() => {});
  await tellPages();
}

/** @param {string} id */
async function drop(id) {
  await dropTap(id);
  await tellPages();
}

/** @param {Promise<Response>} asked @param {() => Promise<unknown>} act */
async function thenIfDone(asked, act) {
  const answer = await asked;
  if (answer.ok || answer.type === "opaqueredirect") await isDone(act());
  return answer;
}

/** Nothing stays for whoever has the phone next. */
async function forget() {
  await Promise.all([forgetPages(), dropTaps()]);
  await tellPages();
}

/** Also without the server, which is told by hand once there is network. @param {Request} request */
async function forgetDevice(request) {
  await isDone(leaveTabs());
  const answer = await fetch(request).catch(() => null);
  await isDone(forget());
  return answer ?? Response.redirect(`${FORGETS}?unsent`, 303);
}

/** Open tabs show a trip. The answer ends this worker's hold on them (Clear-Site-Data), so they go before. */
async function leaveTabs() {
  for (const page of /** @type {WindowClient[]} */ (await scope.clients.matchAll({ type: "window" })))
    if (new URL(page.url).pathname !== FORGETS) page.navigate(WAITING_ROOM).catch(() => {});
}

/** Somebody else may be here now, as whom nothing is sent that was tapped before. */
async function askAboutAll() {
  for (const tap of await keptTaps()) if (tap.state === "waiting") await keepTap({ ...tap, state: "asks" });
}

async function sendNow() {
  triedAt = performance.now();
  if (await isAnyWaiting()) await send();
}

/** The browser tries again later where it fails. */
async function sendOrFail() {
  await sendNow();
  if (await isAnyWaiting()) throw new Error("given up");
}

/** What pages ask for. @param {{send?: string|true, drop?: string, forget?: true, count?: true}} wish */
async function obey(wish) {
  if (wish.count) await tellPages();
  if (wish.forget) await forget();
  if (wish.drop) await takeBack(wish.drop);
  if (typeof wish.send === "string") await agree(wish.send);
  if (wish.send) await sendNow();
}

/** A page that tries it would go on. @param {string} id */
async function takeBack(id) {
  const tap = await keptTap(id);
  await drop(id);
  const page = tap?.client ? await scope.clients.get(tap.client) : undefined;
  if (page) await /** @type {WindowClient} */ (page).navigate(page.url).catch(() => {});
}

/** @param {string} id */
async function agree(id) {
  const tap = await keptTap(id);
  if (tap) await keepTap({ ...tap, state: "waiting", at: Date.now(), notBefore: 0 });
}
