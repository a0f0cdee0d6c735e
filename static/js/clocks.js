/** The clocks of a zone, as trips/localtimes.py knows them: some times come twice, some days have no midnight. */

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/**
 * How far they are ahead of UTC at a moment, in ms. Throws RangeError for no zone of this browser.
 * @param {number} ms
 * @param {string} timeZone
 */
export function offsetAt(ms, timeZone) {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-US", { timeZone, ...CLOCK });
  formats.set(timeZone, format);
  const moment = Math.floor(ms / 1000) * 1000;
  const parts = format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]);
  const { year, month, day, hour, minute, second } = Object.fromEntries(parts);
  return Date.UTC(year, month - 1, day, hour, minute, second) - moment;
}

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map(); // to make one takes long
/** @type {Intl.DateTimeFormatOptions} */
const CLOCK = {
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
};

/** "UTC+2", "UTC-3:30", "UTC" @param {number} offset */
export function offsetWords(offset) {
  const minutes = Math.floor(Math.abs(offset) / MINUTE_MS);
  const rest = minutes % 60 ? `:${String(minutes % 60).padStart(2, "0")}` : "";
  return offset ? `UTC${offset < 0 ? "-" : "+"}${Math.floor(minutes / 60)}${rest}` : "UTC";
}

/**
 * The other moment at which they show the same, where they are put back; else undefined.
 * @param {number} ms
 * @param {string} timeZone
 */
export function twinOf(ms, timeZone) {
  const offset = offsetAt(ms, timeZone);
  return momentsOf(ms + offset, timeZone).find((moment) => moment !== ms);
}

/** The first moment after a day, in ms. @param {string} day "2030-12-15" @param {string} timeZone */
export function endOfDay(day, timeZone) {
  return firstShown(Date.parse(day) + DAY_MS, timeZone); // without a midnight they go on from it, to 01:00
}

/**
 * The first moment at which they show a time, given as if it were UTC's; of one that they skip, by the offset before.
 * Throws RangeError for no zone of this browser.
 * @param {number} local
 * @param {string} timeZone
 */
export const firstShown = (local, timeZone) => [...momentsOf(local, timeZone), ...guesses(local, timeZone)][0];

/** When they show a time, given in ms as if they were UTC's. @param {number} local @param {string} timeZone */
const momentsOf = (local, timeZone) => guesses(local, timeZone).filter((ms) => ms + offsetAt(ms, timeZone) === local);

/** By the offsets of the day before, then of the day after. @param {number} local @param {string} timeZone */
function guesses(local, timeZone) {
  const offsets = [local - DAY_MS, local + DAY_MS].map((near) => offsetAt(near, timeZone));
  return [...new Set(offsets)].map((offset) => local - offset);
}

/** A moment of the API, for a <time>: HTML allows no microseconds. @param {string} at */
export const dateTimeOf = (at) => new Date(at).toISOString();
