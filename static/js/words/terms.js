import { name } from "./catalogue.js";
import { label } from "./dates.js";
import { further, price } from "./discount.js";
import { dates, endsAt, startsAt, years } from "./schedule.js";
import { deadline } from "./trip.js";

/** What of the terms of a trip has changed, in the words that the server uses too: trips/words/terms.py. */

/** The sentences of what became something else, came, or went. @type {Object<string, string[]>} */
const CHANGED = {
  description: ["description_became", "description_came", "description_went"],
  place: ["place_became", "place_came", "place_went"],
  cover: ["cover_became", "cover_came", "cover_went"],
  dates: ["dates_became", "dates_came", "dates_went"],
  start: ["start_became", "start_came", "start_went"],
  end: ["end_became", "end_came", "end_went"],
  zone: ["zone_became"],
  deadline: ["deadline_became", "deadline_came", "deadline_went"],
  required: ["required_became"],
  capacity: ["capacity_became", "capacity_came", "capacity_went"],
  price: ["price_became", "price_came", "price_went"],
  discount: ["discount_became", "discount_came", "discount_went"],
  steps: ["steps_became", "steps_came", "steps_went"],
};

/** In the words of whoever organises. */
const OF_PEOPLE = ["place"];

/**
 * What of a trip has changed, but for its name: the field, the sentence, and the words for it then and now.
 * @param {Trip} was
 * @param {Trip} trip
 * @returns {{field: string, message: string, old: Part, now: Part}[]}
 */
export function changes(was, trip) {
  const withYear = new Set([...years(was), ...years(trip)]).size > 1;
  /** @param {Trip} of */
  const beside = (of) => Date.parse((of === was ? trip.joinBy : was.joinBy) ?? "");
  /** @type {Object<string, (of: Trip) => string>} */
  const words = {
    description: ({ description = "" }) => description, // old events have none
    place: ({ place = "" }) => place,
    cover: ({ cover = "" }) => cover,
    dates: (of) => dates(of, { withYear }),
    start: startsAt,
    end: endsAt,
    zone: ({ timeZone }) => label(timeZone),
    deadline: (of) => deadline(of, beside(of)) ?? `${of.joinBy}`,
    required: ({ requiredMembers }) => `${requiredMembers}`,
    capacity: ({ capacity }) => `${capacity || ""}`,
    price,
    discount: ({ discountPercent }) => `${discountPercent || ""}`,
    steps: further,
  };
  return Object.entries(words)
    .map(([field, of]) => ({ field, old: of(was), now: of(trip) }))
    .filter(({ old, now }) => old !== now)
    .map(({ field, old, now }) => {
      const message = CHANGED[field][old && now ? 0 : now ? 1 : 2];
      const [then, since] = OF_PEOPLE.includes(field) ? [name(old), name(now)] : [old, now];
      return { field, message, old: then, now: since };
    });
}
