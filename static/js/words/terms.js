import { grouped, name } from "./catalogue.js";
import { label } from "./dates.js";
import { further, price } from "./discount.js";
import { dates, endsAt, startsAt, years } from "./schedule.js";
import { deadline } from "./trip.js";

/** What of the terms of a trip has changed, in the words that the server uses too: trips/words/terms.py. */

/** In the words of whoever organises. */
const OF_PEOPLE = "place_became";

/**
 * What of a trip has changed, but for its name: the sentence, also for who was away, and the words for it then and now.
 * @param {Trip} was
 * @param {Trip} trip
 * @returns {{away: string, message: string, old: Part, now: Part}[]}
 */
export function changes(was, trip) {
  const withYear = new Set([...years(was), ...years(trip)]).size > 1;
  /** @param {Trip} of */
  const beside = (of) => Date.parse((of === was ? trip.joinBy : was.joinBy) ?? "");
  /**
   * What is said of each, "" for nothing (old events have no description); and the sentences of what changed while one
   * was away, became something else, came, or went.
   * @type {[(of: Trip) => string, ...string[]][]}
   */
  const terms = [
    [
      ({ description = "" }) => description,
      "away_description",
      "description_became",
      "description_came",
      "description_went",
    ],
    [({ place = "" }) => place, "away_place", "place_became", "place_came", "place_went"],
    [({ cover = "" }) => cover, "away_cover", "cover_became", "cover_came", "cover_went"],
    [(of) => dates(of, { withYear }), "away_dates", "dates_became", "dates_came", "dates_went"],
    [startsAt, "away_start", "start_became", "start_came", "start_went"],
    [endsAt, "away_end", "end_became", "end_came", "end_went"],
    [({ timeZone }) => label(timeZone), "away_zone", "zone_became"],
    [
      (of) => deadline(of, beside(of)) ?? `${of.joinBy}`,
      "away_deadline",
      "deadline_became",
      "deadline_came",
      "deadline_went",
    ],
    [({ requiredMembers }) => grouped(`${requiredMembers}`), "away_required", "required_became"],
    [
      ({ capacity }) => (capacity ? grouped(`${capacity}`) : ""),
      "away_capacity",
      "capacity_became",
      "capacity_came",
      "capacity_went",
    ],
    [price, "away_price", "price_became", "price_came", "price_went"],
    [
      ({ discountPercent }) => `${discountPercent || ""}`,
      "away_discount",
      "discount_became",
      "discount_came",
      "discount_went",
    ],
    [further, "away_steps", "steps_became", "steps_came", "steps_went"],
  ];
  return terms
    .map(([of, ...sentences]) => ({ sentences, old: of(was), now: of(trip) }))
    .filter(({ old, now }) => old !== now)
    .map(({ sentences: [away, became, came, went], old, now }) => {
      const message = old && now ? became : now ? came : went;
      const [then, since] = became === OF_PEOPLE ? [name(old), name(now)] : [old, now];
      return { away, message, old: then, now: since };
    });
}
