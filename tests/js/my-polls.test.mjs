import assert from "node:assert/strict";
import { test } from "node:test";

import { MyPolls } from "../../static/js/my-polls.js";
import { FakeClock } from "./clock.mjs";

const LONGEST_MS = 60_000;
const poll = (more = {}) => ({
  id: "p",
  options: [{ id: "a" }, { id: "b" }],
  results: "voted",
  closesAt: null,
  closedAt: null,
  version: 2,
  votedCount: 2,
  tally: null,
  pickedOptionId: null,
  ...more,
});
const trip = (...polls) => ({ isDiscountUnlocked: true, cancelledAt: null, polls });
const myPoll = (version, more = {}) => ({ pollId: "p", version, tally: { a: version, b: 0 }, choices: ["a"], ...more });

/** A viewer with a vote of version 1, and a server that answers with what stands in `answer`. */
function viewer({ mine = { p: myPoll(1) }, random = () => 0, clock = new FakeClock() } = {}) {
  const here = { clock, asked: [], drawn: 0, answer: null };
  here.myPolls = new MyPolls({
    mine,
    ask: async (pollId) => {
      here.asked.push(pollId);
      return here.answer;
    },
    onChange: () => {
      here.drawn += 1;
    },
    clock,
    random,
  });
  here.pass = async (ms) => {
    clock.advance(ms);
    for (let round = 0; round < 5; round += 1) await Promise.resolve();
  };
  return here;
}

test("who has voted gets the hidden votes when a frame says that there are more", async () => {
  const here = viewer();
  here.answer = myPoll(2);
  here.myPolls.look(trip(poll()));
  await here.pass(3_000);
  assert.deepEqual(here.asked, ["p"]);
  assert.deepEqual(here.myPolls.of("p"), myPoll(2));
  assert.equal(here.drawn, 1);
  assert.equal(here.clock.pending, 0);
});

test("who has not voted does not ask", async () => {
  const here = viewer({ mine: { p: myPoll(1, { tally: null, choices: [] }) } });
  here.myPolls.look(trip(poll()));
  await here.pass(LONGEST_MS);
  assert.deepEqual(here.asked, []);
});

test("viewers wait between 0.3 and 3 seconds, each its own while", async () => {
  for (const [chance, before, after] of [
    [0, 299, 1],
    [1, 2_999, 1],
    [0.5, 1_649, 1],
  ]) {
    const here = viewer({ random: () => chance });
    here.myPolls.look(trip(poll()));
    await here.pass(before);
    assert.deepEqual(here.asked, []);
    await here.pass(after);
    assert.deepEqual(here.asked, ["p"]);
  }
});

test("many frames are one question, and those that come during the answer one more", async () => {
  const here = viewer();
  for (const version of [2, 3, 4]) here.myPolls.look(trip(poll({ version })));
  here.answer = myPoll(4);
  here.clock.advance(300);
  here.myPolls.look(trip(poll({ version: 5 })));
  await here.pass(0);
  assert.deepEqual(here.asked, ["p"]);
  here.answer = myPoll(5);
  await here.pass(3_000);
  assert.deepEqual(here.asked, ["p", "p"]);
  await here.pass(LONGEST_MS);
  assert.deepEqual(here.asked, ["p", "p"]);
});

test("each poll has its own question", async () => {
  const here = viewer({ mine: { p: myPoll(1), q: myPoll(1, { pollId: "q" }) } });
  here.answer = myPoll(2);
  here.myPolls.look(trip(poll(), poll({ id: "q" })));
  await here.pass(300);
  assert.deepEqual(here.asked, ["p", "q"]);
});

test("without an answer it is asked ever later, and not for ever", async () => {
  const here = viewer();
  here.myPolls.look(trip(poll()));
  const times = [];
  for (let second = 0; second < 600; second += 1) {
    const before = here.asked.length;
    await here.pass(1_000);
    if (here.asked.length > before) times.push(second);
  }
  const pauses = times.slice(1).map((time, index) => time - times[index]);
  assert.deepEqual(
    pauses,
    [...pauses].sort((a, b) => a - b),
  );
  assert.equal(here.asked.length, 8);
  assert.deepEqual([here.drawn, here.clock.pending], [0, 0]);
});

test("a new frame, and a network that is back, make a given-up question worth asking again", async () => {
  const here = viewer();
  here.myPolls.look(trip(poll()));
  for (let round = 0; round < 10; round += 1) await here.pass(LONGEST_MS);
  here.myPolls.look(trip(poll()));
  await here.pass(LONGEST_MS);
  assert.equal(here.asked.length, 8);
  here.myPolls.look(trip(poll({ version: 3 })));
  await here.pass(300);
  assert.equal(here.asked.length, 9);
  for (let round = 0; round < 10; round += 1) await here.pass(LONGEST_MS);
  here.myPolls.tryAgain();
  await here.pass(300);
  assert.equal(here.asked.length, 17);
});

test("a clock that is ahead asks again until the server's poll is closed too", async () => {
  const here = viewer({ mine: { p: myPoll(2, { tally: null, choices: [] }) } });
  const closesAt = new Date(here.clock.now() - 1).toISOString();
  here.answer = myPoll(2, { tally: null, choices: [] });
  here.myPolls.look(trip(poll({ results: "closed", closesAt })));
  await here.pass(300);
  here.answer = myPoll(2, { choices: [] });
  await here.pass(3_000);
  assert.deepEqual(here.myPolls.of("p").tally, { a: 2, b: 0 });
  assert.equal(here.asked.length, 2);
});

test("an answer that is older than what is known is not taken", async () => {
  const here = viewer({ mine: { p: myPoll(3) } });
  here.answer = myPoll(2);
  here.myPolls.look(trip(poll({ version: 4 })));
  await here.pass(300);
  assert.equal(here.myPolls.of("p").version, 3);
  assert.equal(here.drawn, 0);
});

test("a page that comes back after a while doubts all that it shows", async () => {
  const here = viewer({ mine: { p: myPoll(2, { tally: null, choices: [] }) } });
  here.answer = myPoll(2);
  here.myPolls.look(trip(poll()));
  here.myPolls.doubt();
  await here.pass(300);
  assert.deepEqual(here.myPolls.of("p").choices, ["a"]);
  await here.pass(LONGEST_MS);
  assert.equal(here.asked.length, 1);
});

test("a poll that closes is asked about once, and again by a page that comes back", async () => {
  const closed = poll({ results: "always", closedAt: "2026-11-22T16:00:00Z", tally: { a: 1, b: 0 } });
  const here = viewer({ mine: { p: myPoll(1, { choices: ["b"] }) } });
  here.myPolls.look(trip(closed));
  assert.equal(here.myPolls.isSure(closed), false);
  here.answer = myPoll(2);
  await here.pass(300);
  assert.equal(here.myPolls.isSure(closed), true);
  await here.pass(LONGEST_MS);
  assert.equal(here.asked.length, 1);
  here.myPolls.doubt();
  await here.pass(300);
  assert.equal(here.asked.length, 2);
});

test("a state without polls asks nothing", () => {
  const here = viewer();
  here.myPolls.look({ isDiscountUnlocked: true, cancelledAt: null });
  here.myPolls.tryAgain();
  here.myPolls.doubt();
  assert.equal(here.clock.pending, 0);
});

test("the larger the group, the longer its hubs spread their questions", async () => {
  const here = viewer({ random: () => 1 });
  here.answer = myPoll(2);
  here.myPolls.look({ ...trip(poll()), memberCount: 1_000 });
  await here.pass(19_999);
  assert.deepEqual(here.asked, []);
  await here.pass(1);
  assert.deepEqual(here.asked, ["p"]);
});

test("a poll that opens again is asked for anew, also where an answer of before comes late", async () => {
  const closed = poll({ results: "closed", closedAt: "2026-11-22T16:00:00Z", tally: { a: 1, b: 0 } });
  const reopened = poll({ results: "closed", version: 3 });
  const here = viewer({ mine: { p: myPoll(2, { choices: [] }) } });
  here.myPolls.look(trip(closed));
  here.answer = myPoll(2, { choices: [] });
  here.myPolls.look(trip(reopened));
  await here.pass(3_000);
  assert.deepEqual(here.asked, ["p"]);
  here.answer = myPoll(3, { tally: null });
  await here.pass(LONGEST_MS);
  assert.deepEqual(here.myPolls.of("p"), myPoll(3, { tally: null }));
  assert.deepEqual(here.asked, ["p", "p"]);
  assert.equal(here.clock.pending, 0);
});
