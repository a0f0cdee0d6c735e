import { abortAfter } from "../abort-after.js";
import { dropTap, keepTap, keptTap, keptTaps } from "../kept-taps.js";
import { unsee, WAITING_ROOM } from "./life.js";
import { scope } from "./scope.js";

/**
 * Sends the taps that wait, one after the other, each with its idempotency key. There is one worker, so nobody sends
 * beside it; a tap whose answer was lost is sent again and gets it.
 *
 * @typedef {import("../kept-taps.js").Tap} Tap
 */

const SEND_MS = 15_000;
const LATER_MS = 60_000;
const LONGEST_PAUSE_MS = 900_000;
const OLD_MS = 48 * 3_600_000;
const CLOCKS_DIFFER_MS = 3_600_000;
const TOKEN = /name="csrfmiddlewaretoken" value="(\w+)"/;

/** @type {Promise<void>|undefined} */
let sending;

/** Sends what may be sent now; who calls meanwhile waits for the same. */
export function send() {
  sending ??= sendAll().finally(() => {
    sending = undefined;
  });
  return sending;
}

/** Whether any tap waits that nobody need be asked about. */
export const isAnyWaiting = async () => (await keptTaps()).some(({ state }) => state === "waiting");

async function sendAll() {
  for (const { id } of await keptTaps()) {
    const tap = await keptTap(id); // it may have been taken back meanwhile
    if (tap?.state !== "waiting" || Date.now() < (tap.notBefore ?? 0)) continue;
    if (isOld(tap)) await keepTap({ ...tap, state: "asks" });
    else if (!(await isTriedByItsPage(tap)) && !(await sendTap(tap))) break;
  }
  await tellPages();
}

/** Also one from the future: the clock of the device was set. @param {Tap} tap */
function isOld({ at }) {
  const age = Date.now() - at;
  return age > OLD_MS || age < -CLOCKS_DIFFER_MS;
}

/** A page that is seen sends its own, and has the number that was left out. @param {Tap} tap */
async function isTriedByItsPage({ client, isBare }) {
  const page = client ? await scope.clients.get(client) : undefined;
  return Boolean(page && (isBare || /** @type {WindowClient} */ (page).visibilityState === "visible"));
}

/** @param {Tap} tap @returns {Promise<boolean>} whether it is worth while to send the next one */
async function sendTap(tap) {
  const answer = await post(tap).catch(() => null);
  if (!answer) return false;
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (answer.status === 429 || answer.status >= 500) return putOff(tap, answer);
  if (answer.ok && !isJson) return false; // somebody between us wants a login first
  const body = isJson ? await answer.json() : {};
  if (answer.ok && body.next) await finish(tap, body.next);
  else await refuse(tap, body);
  return true;
}

/** @param {Tap} tap */
async function post({ url, kind, key, body }) {
  const form = new FormData();
  for (const [name, text] of body) form.append(name, text);
  if (kind === "vote" || kind === "message") form.append("csrfmiddlewaretoken", await freshToken());
  const headers = { Accept: "application/json", "Idempotency-Key": key };
  return fetch(url, { method: "POST", body: form, headers, redirect: "manual", signal: abortAfter(SEND_MS) });
}

/** The kept one may be that of a cookie that is gone. */
async function freshToken() {
  const page = await fetch(WAITING_ROOM, { cache: "no-store", signal: abortAfter(SEND_MS) });
  return TOKEN.exec(await page.text())?.[1] ?? "";
}

/** @param {Tap} tap @param {Response} answer */
async function putOff(tap, answer) {
  const asked = Number(answer.headers.get("Retry-After")) * 1000 || LATER_MS;
  const notBefore = Date.now() + Math.min(asked, LONGEST_PAUSE_MS);
  if (await isStillKept(tap)) await keepTap({ ...tap, notBefore });
  return answer.status === 429;
}

/** @param {Tap} tap @param {string} next */
async function finish(tap, next) {
  if (await isStillKept(tap)) await dropTap(tap.id);
  await unsee(tap.page);
  for (const page of await scope.clients.matchAll({ type: "window" })) page.postMessage({ sent: { ...tap, next } });
}

/** @param {Tap} tap @param {{message?: string, fields?: Record<string, string>, next?: string}} answer */
async function refuse(tap, { message = "", fields = {}, next }) {
  const words = Object.values(fields).join(" ") || message;
  if (await isStillKept(tap)) await keepTap({ ...tap, state: "refused", message: words, next: next ?? tap.page });
}

/** Neither taken back nor replaced by a later one while it was on its way. @param {Tap} tap */
async function isStillKept({ id, key, what }) {
  const kept = await keptTap(id);
  return kept?.key === key && kept.what === what;
}

/** How many taps are kept, to each page that is open. */
export async function tellPages() {
  const { length } = await keptTaps();
  for (const page of await scope.clients.matchAll({ type: "window" })) page.postMessage({ kept: length });
}
