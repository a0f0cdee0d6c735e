import { abortAfter } from "./abort-after.js";

const ASK_MS = 10_000;

/**
 * What our server says at an address.
 * @param {string} url
 * @returns {Promise<?{ok: boolean, status: number, body: Record<string, any>}>} null where no answer came in time, or
 *   it is not JSON: somebody between us wants a login first
 */
export async function ask(url) {
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(url, { headers, cache: "no-store", signal: abortAfter(ASK_MS) });
    return { ok: answer.ok, status: answer.status, body: await answer.json() };
  } catch {
    return null;
  }
}
