import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  atMomentOf,
  datesOf,
  deadlineOf,
  learnZones,
  momentOf,
  priceOf,
  shareLead,
  shareTail,
  zoneOf,
} from "../../static/js/terms.js";
import { countSentence, endOf, statusOf } from "../../static/js/trip.js";
import zones from "../../static/js/zones.js";

const words = JSON.parse(readFileSync(new URL("../words.json", import.meta.url)));
const nowMs = Date.parse(words.now);
learnZones(zones);

test("the browser says of a trip what the server says", () => {
  for (const [said, expected] of words.trips) {
    const facts = { ...words.plain, ...said };
    const trip = { ...facts, status: statusOf(facts, nowMs), hasEnded: endOf(facts) <= nowMs };
    const tail = shareTail(trip, nowMs);
    const told = {
      dates: datesOf(trip),
      price: priceOf(trip),
      deadline: deadlineOf(trip, nowMs),
      zone: zoneOf(trip.timeZone),
      lead: shareLead(trip, nowMs),
      tail,
      share: `${shareLead(trip, nowMs)}: ${countSentence(trip)}${tail && ` ${tail}`}`,
    };
    for (const [name, text] of Object.entries(expected)) {
      assert.equal(told[name].replaceAll("\u00a0", " "), text, JSON.stringify(said));
    }
  }
});

test("a poll closes at the end of a day", () => {
  for (const [at, expected] of words.closes) assert.equal(atMomentOf(at, "UTC", nowMs), expected);
});

test("in a zone that this browser does not know the server's words stay", () => {
  assert.equal(momentOf("2026-12-04T20:00:00Z", "Mars/Olympus", nowMs), undefined);
  assert.equal(atMomentOf("2026-12-04T20:00:00Z", "Mars/Olympus", nowMs), undefined);
  const trip = { ...words.plain, startDate: "2026-12-12", timeZone: "Mars/Olympus" };
  assert.equal(shareLead(trip, nowMs), "Goa, 12 Dec");
});

const dates = (startDate, endDate = null) => datesOf({ startDate, endDate });

test("a trip of one day has one date", () => {
  assert.equal(dates("2030-12-12"), "12 Dec 2030");
  assert.equal(dates("2030-12-12", "2030-12-12"), "12 Dec 2030");
});

test("of two days that share a month or a year it is said once", () => {
  assert.equal(dates("2030-12-12", "2030-12-15"), "12–15 Dec 2030");
  assert.equal(dates("2030-11-30", "2030-12-02"), "30 Nov – 2 Dec 2030");
  assert.equal(dates("2030-12-30", "2031-01-02"), "30 Dec 2030 – 2 Jan 2031");
});

test("the same day of another month or year is another day", () => {
  assert.equal(dates("2030-11-12", "2030-12-12"), "12 Nov – 12 Dec 2030");
  assert.equal(dates("2030-12-12", "2031-12-12"), "12 Dec 2030 – 12 Dec 2031");
});

test("without a first day there is nothing to say", () => {
  assert.equal(dates(null), "");
});
