import { stepsOf } from "../steps.js";
import { say, table } from "./catalogue.js";
import { days, moment } from "./dates.js";
import { further, money } from "./discount.js";

/** What the settings of a trip say, as the form from the server writes it. */

/**
 * The texts of the fields, and of whatever else stands on the trip's row.
 * @param {Trip} trip
 * @returns {Object<string, string|undefined>}
 */
export function textsOf({ name: tripName, members, polls, ...row }) {
  const texts = Object.entries({ tripName, ...row }).map(([field, value]) => [field, `${value ?? ""}`]);
  return {
    ...Object.fromEntries(texts),
    joinBy: clockOf(row.joinBy, row.timeZone),
    pricePerPerson: row.pricePerPerson?.replace(".", table().money.decimal) ?? "",
    discountSteps: stepsText(stepsOf(row).slice(1)),
  };
}

/** As trips/forms/steps.py writes them. @param {import("../steps.js").Step[]} steps */
const stepsText = (steps) =>
  steps.length ? JSON.stringify(steps.map(({ members, percent }) => [`${members}`, `${percent}`])) : "";

/**
 * "2026-12-10T20:00" by the clocks of the trip; undefined in a zone that this browser does not know.
 * @param {?string} at
 * @param {string} timeZone
 */
function clockOf(at, timeZone) {
  if (!at) return "";
  try {
    const parts = new Intl.DateTimeFormat("en-US", { timeZone, ...FIELD_CLOCK }).formatToParts(new Date(at));
    const { year, month, day, hour, minute } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
    return `${year}-${month}-${day}T${hour}:${minute}`;
  } catch {
    return undefined;
  }
}

/** @type {Intl.DateTimeFormatOptions} */
const FIELD_CLOCK = {
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
};

/** What is said beside a field that somebody is typing into. @param {string} field @param {Trip} trip */
export function becameSentence(field, trip) {
  const text = textsOf(trip)[field];
  if (!text) return say("was_emptied");
  /** @type {Object<string, () => string|undefined>} */
  const words = {
    startDate: () => days(text, text),
    endDate: () => days(text, text),
    joinBy: () => moment(trip.joinBy, trip.timeZone),
    pricePerPerson: () => money(trip),
    discountSteps: () => further(trip),
  };
  return say("became", { words: words[field]?.() ?? text });
}
