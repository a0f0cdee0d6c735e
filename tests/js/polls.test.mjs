import assert from "node:assert/strict";
import { test } from "node:test";

import {
  hasVoted,
  isTie,
  leadersOf,
  needsMyPoll,
  needsVoters,
  stateOf,
  tallyOf,
  votersOf,
  winnerOf,
} from "../../static/js/polls.js";

const trip = { memberCount: 5, isDiscountUnlocked: true, cancelledAt: null };
const options = ["a", "b", "c"].map((id) => ({ id, text: id.toUpperCase() }));
const poll = {
  id: "p",
  question: "Which dates?",
  options,
  optionsVersion: 1,
  mostChoices: 1,
  results: "always",
  openedAt: "2026-11-22T15:00:00Z",
  closesAt: null,
  closedAt: null,
  version: 3,
  votedCount: 3,
  tally: { a: 2, b: 1, c: 0 },
  pickedOptionId: null,
};
const secret = { ...poll, results: "voted", tally: null };
const myPoll = (more = {}) => ({ pollId: "p", version: 3, tally: { a: 2, b: 1, c: 0 }, choices: ["a"], ...more });
const ids = (list) => list.map(({ id }) => id);

test("a poll is open until it is closed or its time has come", () => {
  const closesAt = "2026-11-22T16:00:00Z";
  const then = Date.parse(closesAt);
  assert.equal(stateOf(poll, trip, then), "open");
  assert.equal(stateOf({ ...poll, closesAt }, trip, then - 1), "open");
  assert.equal(stateOf({ ...poll, closesAt }, trip, then), "closed");
  assert.equal(stateOf({ ...poll, closedAt: closesAt }, trip, 0), "closed");
});

test("a poll is paused while the group is too small, and a closed one stays closed", () => {
  const small = { ...trip, isDiscountUnlocked: false };
  assert.equal(stateOf(poll, small, 0), "paused");
  assert.equal(stateOf({ ...poll, closedAt: "2026-11-22T16:00:00Z" }, small, 0), "closed");
});

test("a poll ends with a trip that is cancelled, and with one that is over before enough were in", () => {
  assert.equal(stateOf(poll, { ...trip, cancelledAt: "2026-11-22T16:00:00Z" }, 0), "ended");
  const day = { ...trip, startDate: "2026-11-22", timeZone: "UTC" };
  const midnight = Date.parse("2026-11-23T00:00:00Z");
  assert.equal(stateOf(poll, { ...day, isDiscountUnlocked: false }, midnight - 1), "paused");
  assert.equal(stateOf(poll, { ...day, isDiscountUnlocked: false }, midnight), "ended");
  assert.equal(stateOf(poll, day, midnight), "open");
});

test("the votes are those that all may see, or else those that this viewer may", () => {
  assert.deepEqual(tallyOf(poll, myPoll({ tally: { a: 9 } }), "open"), poll.tally);
  assert.deepEqual(tallyOf(secret, myPoll(), "open"), myPoll().tally);
  assert.equal(tallyOf(secret, myPoll({ tally: null }), "open"), null);
  assert.equal(tallyOf(secret, undefined, "open"), null);
});

test("what a closed poll showed is hidden again once it is open again", () => {
  const results = ["always", "voted", "closed"];
  const seen = (state, mine) => results.filter((each) => tallyOf({ ...secret, results: each }, mine, state));
  assert.deepEqual(seen("closed", myPoll({ choices: [] })), results);
  assert.deepEqual(seen("open", myPoll({ choices: [] })), ["always"]);
  assert.deepEqual(seen("paused", myPoll()), ["always", "voted"]);
});

const shown = { ...poll, showsVoters: true };
const asha = { id: "asha", name: "Asha", choices: ["a"], maybeChoices: [] };

test("voters have the names that they have now, and who has gone the one they had", () => {
  const dev = { ...asha, id: "dev", name: "Dev" };
  const members = [{ id: "asha", name: "Asha K." }];
  const named = votersOf(shown, myPoll({ voters: [asha, dev] }), "open", members);
  assert.deepEqual(named, [{ ...asha, name: "Asha K." }, dev]);
});

test("voters are seen where the counts are, if the poll shows them", () => {
  const seen = (results, state, more) =>
    votersOf({ ...shown, results }, myPoll({ voters: [asha], ...more }), state) !== null;
  assert.equal(votersOf(poll, myPoll({ voters: [asha] }), "open"), null);
  assert.equal(votersOf(shown, myPoll({ voters: null }), "open"), null);
  for (const state of ["open", "paused"]) {
    const results = ["always", "voted", "closed"].filter((each) => seen(each, state));
    assert.deepEqual(results, ["always", "voted"]);
    assert.equal(seen("voted", state, { choices: [] }), false);
  }
  assert.equal(seen("closed", "closed"), true);
});

test("voters are asked for once they may be seen, and again after each change", () => {
  const knows = { voters: [asha] };
  assert.equal(needsVoters(shown, myPoll(), "open"), true);
  assert.equal(needsVoters(shown, myPoll(knows), "open"), false);
  assert.equal(needsVoters(shown, myPoll({ ...knows, version: 2 }), "open"), true);
  assert.equal(needsVoters({ ...shown, results: "closed" }, myPoll(), "open"), false);
  assert.equal(needsVoters(poll, myPoll(), "open"), false);
});

test("who has chosen something has voted", () => {
  assert.deepEqual([hasVoted(myPoll()), hasVoted(myPoll({ choices: [] })), hasVoted(undefined)], [true, false, false]);
});

test("the options with most votes lead, all where nobody voted, none where it is not known", () => {
  assert.deepEqual(ids(leadersOf(poll, { a: 2, b: 1, c: 0 })), ["a"]);
  assert.deepEqual(ids(leadersOf(poll, { a: 1, b: 1, c: 0 })), ["a", "b"]);
  assert.deepEqual(ids(leadersOf(poll, { a: 1 })), ["a"]);
  assert.deepEqual(ids(leadersOf(poll, { a: 0, b: 0, c: 0 })), ["a", "b", "c"]);
  assert.deepEqual(leadersOf(poll, null), []);
});

test("nothing is decided before the poll is closed", () => {
  assert.equal(winnerOf(poll, poll.tally, "open"), undefined);
  assert.equal(winnerOf(poll, poll.tally, "paused"), undefined);
  assert.equal(winnerOf(poll, poll.tally, "closed").id, "a");
  assert.equal(isTie(poll, { a: 1, b: 1 }, "open"), false);
});

test("a tie stays one until the organiser picks", () => {
  const even = { a: 1, b: 1, c: 0 };
  const picked = { ...poll, pickedOptionId: "b" };
  assert.equal(isTie(poll, even, "closed"), true);
  assert.equal(winnerOf(poll, even, "closed"), undefined);
  assert.equal(isTie(picked, even, "closed"), false);
  assert.equal(winnerOf(picked, even, "closed").id, "b");
  assert.equal(isTie(poll, { a: 0, b: 0, c: 0 }, "closed"), true);
  assert.equal(isTie(poll, null, "closed"), false);
});

test("the server is asked where it has more to tell", () => {
  const behind = { ...secret, version: 4 };
  assert.equal(needsMyPoll(behind, myPoll(), "open"), true);
  assert.equal(needsMyPoll(behind, myPoll(), "paused"), true);
  assert.equal(needsMyPoll(secret, myPoll({ tally: null }), "closed"), true);
  assert.equal(needsMyPoll(secret, undefined, "closed"), true);
  assert.equal(needsMyPoll({ ...poll, version: 4 }, myPoll(), "closed"), true);
});

test("the server is not asked for what is known, or not for this viewer", () => {
  const behind = { ...secret, version: 4 };
  assert.equal(needsMyPoll(poll, myPoll({ version: 1 }), "open"), false);
  assert.equal(needsMyPoll(secret, myPoll(), "open"), false);
  assert.equal(needsMyPoll(behind, myPoll({ choices: [], tally: null }), "open"), false);
  assert.equal(needsMyPoll(behind, undefined, "open"), false);
  assert.equal(needsMyPoll({ ...behind, results: "closed" }, myPoll({ tally: null }), "open"), false);
  assert.equal(needsMyPoll(secret, myPoll(), "closed"), false);
  assert.equal(needsMyPoll(poll, myPoll({ tally: null }), "closed"), false);
});
