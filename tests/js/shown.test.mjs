import assert from "node:assert/strict";
import { test } from "node:test";

import { isTyped, renew } from "../../static/js/shown.js";
import { becameSentence, textsOf } from "../../static/js/words/settings.js";
import "../../static/js/languages/en.js";
import "../../static/js/languages/de.js";
import { inLanguage } from "../../static/js/words/catalogue.js";
import { plain } from "./spaces.mjs";

const goa = {
  name: "Goa",
  startDate: "2030-02-12",
  endDate: null,
  timeZone: "Asia/Kolkata",
  requiredMembers: 5,
  capacity: null,
  joinBy: "2030-01-04T14:30:05.000123Z",
  pricePerPerson: "100.00",
  currency: "EUR",
  discountPercent: 12,
  discountSteps: [{ members: 5, percent: 12 }],
};
const clock = (joinBy, timeZone) => textsOf({ ...goa, joinBy, timeZone }).joinBy;
const formOf = (value, initial, badInput = false) => ({
  elements: {
    capacity: { value, defaultValue: initial, validity: { badInput } },
    "initial-capacity": { value: initial },
  },
});

test("the settings say what the form from the server says", () => {
  assert.deepEqual(textsOf(goa), {
    tripName: "Goa",
    requiredMembers: "5",
    startDate: "2030-02-12",
    endDate: "",
    timeZone: "Asia/Kolkata",
    capacity: "",
    pricePerPerson: "100.00",
    currency: "EUR",
    discountPercent: "12",
    discountSteps: "",
    joinBy: "2030-01-04T20:00",
  });
});

test("a price has the decimal mark of the language, as in the form from the server", () => {
  assert.equal(
    inLanguage("de", () => textsOf(goa).pricePerPerson),
    "100,00",
  );
  assert.equal(textsOf({ ...goa, pricePerPerson: null }).pricePerPerson, "");
});

test("a deadline is told by the clocks of the trip, on both sides of a change", () => {
  assert.equal(clock("2027-10-31T00:30:00Z", "Europe/Berlin"), "2027-10-31T02:30");
  assert.equal(clock("2027-10-31T01:30:00Z", "Europe/Berlin"), "2027-10-31T02:30");
  assert.equal(clock("2027-03-28T01:00:00Z", "Europe/Berlin"), "2027-03-28T03:00");
  assert.equal(clock("2026-11-01T04:00:00Z", "America/New_York"), "2026-11-01T00:00");
  assert.equal(clock(null, "Europe/Berlin"), "");
  assert.equal(clock("2027-03-28T01:00:00Z", "Mars/Olympus"), undefined);
});

test("what nobody typed into becomes what it is now", () => {
  const form = formOf("6", "6");
  assert.equal(renew(form, "capacity", "8"), false);
  assert.deepEqual([form.elements.capacity.value, form.elements["initial-capacity"].value], ["8", "8"]);
  assert.equal(form.elements.capacity.defaultValue, "8");
});

test("what somebody types stays, unless it has become just that", () => {
  for (const [typed, badInput, now, stays] of [
    ["9", false, "8", true],
    ["", true, "8", true],
    ["9", false, "9", false],
  ]) {
    const form = formOf(typed, badInput ? "" : "6", badInput);
    assert.equal(renew(form, "capacity", now), stays);
    assert.deepEqual([form.elements.capacity.value, form.elements["initial-capacity"].value], [typed, now]);
    assert.equal(isTyped(form, "capacity"), stays);
  }
});

test("what it became is said in words", () => {
  const said = (field, changes = {}) => plain(becameSentence(field, { ...goa, ...changes }));
  assert.equal(said("pricePerPerson"), "This became “€100” meanwhile. Save to put yours in its place.");
  assert.match(said("startDate"), /became “12 Feb 2030” meanwhile/);
  assert.match(said("joinBy"), /became “Friday 4 Jan 2030, 20:00” meanwhile/);
  assert.match(said("capacity"), /^This was emptied meanwhile/);
});
