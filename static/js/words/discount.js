import { discounted, nextStepOf, percentNow, stepsOf } from "../steps.js";
import { isOpen } from "../trip.js";
import { grouped, pieces, say, table, textOf } from "./catalogue.js";
import { listed } from "./lists.js";

/**
 * What is said of the steps of the discount, and of what one pays, in the words that the server uses too:
 * trips/words/discount.py.
 *
 * @typedef {import("./catalogue.js").Piece} Piece
 */

/** The step that the next members of an open trip reach. @param {Trip} trip */
export const coming = (trip) => (isOpen(trip.status) ? nextStepOf(trip) : undefined);

/** How many members fill the progress bar: those of the last step. @param {Trip} trip */
export const wholeWay = (trip) => Math.max(trip.requiredMembers, ...stepsOf(trip).map(({ members }) => members));

/** "5 % with 5 people, 12 % with 8 people"; "" unless there are several. @param {Trip} trip */
export const ladder = (trip) => (further(trip) && trip.status !== "cancelled" ? listedSteps(stepsOf(trip)) : "");

/** The steps beyond the first, or "". @param {Trip} trip */
export const further = (trip) => listedSteps(stepsOf(trip).slice(1));

/** @param {{members: number, percent: number}[]} steps */
const listedSteps = (steps) => textOf(listed(steps.map(({ members: n, percent }) => say("step", { n, percent }))));

/** "₹1,25,000 per person", without any discount; or "". @param {Trip} trip */
export const price = (trip) => (trip.pricePerPerson === null ? "" : say("price", { sum: money(trip) }));

/**
 * What each pays: "₹12,000 → ₹10,560 each once 5 are in", later what it is by then.
 * @param {Trip} trip
 * @returns {Piece[]}
 */
export function pays(trip) {
  const [full, now, step] = [money(trip), percentNow(trip), coming(trip)];
  if (!full || trip.status === "cancelled" || !(now || step)) return full ? pieces("price", { sum: full }) : [];
  /** @type {Object<string, string|number>} */
  const later = step ? { less: money(trip, step.percent), count: step.members } : {};
  if (!now) return pieces("pays_once", { full, ...later });
  return pieces(step ? "pays_next" : "pays_now", { sum: money(trip, now), percent: now, ...later });
}

/** For outsiders: "₹12,000 → ₹10,560 each.", "₹12,000 per person.", or "". @param {Trip} trip */
export function paysSentence(trip) {
  const full = money(trip);
  if (!full || !isOpen(trip.status)) return "";
  const percent = percentNow(trip) || coming(trip)?.percent;
  return percent ? say("share_less", { full, sum: money(trip, percent) }) : say("share_price", { sum: full });
}

/** "₹1,25,000", less so many percent; or "". @param {Trip} trip */
export function money({ pricePerPerson, currency }, percent = 0) {
  if (pricePerPerson === null) return "";
  const { withSign, withCode, decimal, signs, byLakhs } = table().money;
  const [whole, rest = ""] = discounted(pricePerPerson, percent).split(".");
  const number = `${grouped(whole, byLakhs.includes(currency))}${/[1-9]/.test(rest) ? `${decimal}${rest}` : ""}`;
  const sign = signs[currency];
  const around = sign ? withSign : withCode;
  return around
    .replace("#", number)
    .replace("¤", () => sign ?? currency)
    .trim();
}
