import assert from "node:assert/strict";
import { test } from "node:test";

import { datesOf } from "../../static/js/terms.js";

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
