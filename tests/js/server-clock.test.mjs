import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { ago } from "../../static/js/words/dates.js";
import "../../static/js/languages/en.js";
import { ServerClock } from "../../static/js/server-clock.js";
import { passage } from "../../static/js/device-clock.js";
import { statusOf } from "../../static/js/trip.js";

const NOON = Date.parse("2026-12-10T12:00:00Z");
const at = (ms) => new Date(NOON + ms).toISOString();

/** A clock that counts only what `pass` lets pass, and how often it reported a change. */
function setUp() {
  let counted = 5_000;
  const here = {
    clock: new ServerClock(() => counted),
    pass: (ms) => {
      counted += ms;
    },
    changes: 0,
  };
  here.clock.addEventListener("change", () => {
    here.changes += 1;
  });
  here.answer = (sentAt, takes) => {
    const asked = here.clock.ask();
    here.pass(takes);
    here.clock.hear(sentAt, asked);
  };
  here.seen = () => here.clock.now() - NOON;
  return here;
}

test("before the server was heard nothing is over", () => {
  const { clock } = setUp();
  const trip = { closedAt: null, cancelledAt: null, joinBy: at(-1e9), isDiscountUnlocked: false };
  assert.equal(statusOf(trip, clock.now()), "recruiting");
  clock.hear(undefined);
  clock.hear("soon");
  assert.ok(Number.isNaN(clock.now()));
});

test("from one message to the next the milliseconds are counted", () => {
  const { clock, pass, seen } = setUp();
  clock.hear(at(0));
  pass(61_000);
  assert.equal(seen(), 61_000);
});

test("a page out of a cache is put right by the first answer, and a late message turns nothing back", () => {
  const { clock, pass, answer, seen } = setUp();
  clock.hear(at(-3_600_000));
  answer(at(50), 100);
  assert.equal(seen(), 50);
  pass(10_000);
  clock.hear(at(4_000));
  assert.equal(seen(), 10_050);
});

test("who counts what slow answers took is not ahead of the server", () => {
  const { answer, seen } = setUp();
  answer(at(0), 9_000);
  assert.equal(seen(), 0);
  answer(at(9_100), 200);
  assert.equal(seen(), 9_100);
});

test("another server, whose clock is behind, is believed when it answers", () => {
  const { clock, answer, seen } = setUp();
  clock.hear(at(40_000));
  answer(at(0), 100);
  assert.equal(seen(), 100);
});

test("a device that slept uncounted is behind until it hears again", () => {
  const { clock, seen } = setUp();
  clock.hear(at(0));
  clock.hear(at(3_600_000)); // nothing was counted meanwhile
  assert.equal(seen(), 3_600_000);
});

test("only what can be seen is told", () => {
  const here = setUp();
  here.clock.hear(at(0));
  here.clock.hear(at(300));
  here.answer(at(300), 100);
  assert.equal(here.changes, 1);
  here.clock.hear(at(2_000));
  assert.equal(here.changes, 2);
});

test("the clock of the device is never asked", () => {
  for (const file of [
    "server-clock.js",
    "elements/trip-hub.js",
    "elements/poll-view.js",
    "elements/poll-ballot.js",
    "elements/time-ago.js",
  ]) {
    const text = readFileSync(new URL(`../../static/js/${file}`, import.meta.url), "utf8");
    assert.doesNotMatch(text.replaceAll(/\/\*.*?\*\//gs, ""), /\bDate\.now|new Date\(\)/, file);
  }
});

test("time passes while a device sleeps, and no setting of its clock turns it back", () => {
  let [clock, count] = [NOON, 0];
  const now = passage(
    () => clock,
    () => count,
  );
  const pass = (clockMs, countMs) => {
    clock += clockMs;
    count += countMs;
  };
  pass(1_000, 1_000);
  assert.equal(now(), NOON + 1_000);
  pass(3_600_000, 0); // asleep
  assert.equal(now(), NOON + 3_601_000);
  pass(-7_200_000, 2_000); // set back
  assert.equal(now(), NOON + 3_603_000);
  pass(1_000, 1_000);
  assert.equal(now(), NOON + 3_604_000);
});

test("how long ago is said as the server says it", () => {
  const words = JSON.parse(readFileSync(new URL("../ago.json", import.meta.url)));
  for (const [ms, said] of Object.entries(words)) assert.equal(ago(Number(ms)), said);
  assert.equal(ago(NaN), "");
});
