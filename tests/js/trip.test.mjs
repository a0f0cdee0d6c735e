import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { discounted } from "../../static/js/steps.js";
import { applyFrame, isKnown, missing, statusOf } from "../../static/js/trip.js";
import "../../static/js/languages/en.js";
import { countSentence } from "../../static/js/words/trip.js";
import { came, counts, end, fold, frames, start, went } from "./frames.mjs";

const statuses = JSON.parse(readFileSync(new URL("../statuses.json", import.meta.url)));

test("the golden frames hold every type of the log and fold to the golden end", () => {
  const types = [
    "MEMBER_JOINED",
    "MEMBER_REMOVED",
    "MEMBER_LEFT",
    "MEMBER_RESTORED",
    "MEMBER_RENAMED",
    "MEMBER_ROLE_CHANGED",
    "TRIP_UPDATED",
    "TRIP_CLOSED",
    "INVITATION_REPLACED",
    "POLL_OPENED",
    "POLL_CHANGED",
    "POLL_CLOSED",
    "POLL_REOPENED",
    "POLL_DELETED",
    "MESSAGE_POSTED",
    "MESSAGE_DELETED",
    "WAITLIST_CHANGED",
  ];
  assert.deepEqual(new Set(frames.map(({ type }) => type)), new Set(types));
  assert.deepEqual(fold(start, frames), end);
});

test("a trip is what the server says it is at each moment", () => {
  for (const [said, at, status] of statuses.moments) {
    assert.equal(statusOf({ ...statuses.plain, ...said }, Date.parse(at)), status, JSON.stringify([said, at]));
  }
});

test("in a zone that this browser does not know a trip is over when its last day is over everywhere", () => {
  const trip = { ...statuses.plain, startDate: "2026-12-10", timeZone: "Mars/Olympus" };
  assert.equal(statusOf(trip, Date.parse("2026-12-11T11:59:59Z")), "recruiting");
  assert.equal(statusOf(trip, Date.parse("2026-12-11T12:00:00Z")), "closed");
});

test("every frame applied twice, and all of them again, change nothing", () => {
  const twice = frames.reduce((state, frame) => applyFrame(applyFrame(state, frame), frame), start);
  assert.deepEqual(twice, end);
  assert.equal(fold(end, frames), end);
});

test("a frame older than the state, a heartbeat and a foreign epoch give the same state back", () => {
  assert.equal(applyFrame(end, frames[0]), end);
  assert.equal(applyFrame(start, { ...frames[0], type: "HEARTBEAT", data: {} }), start);
  assert.equal(applyFrame(start, { ...frames[0], epoch: "beef" }), start);
});

test("the state given is left as it was", () => {
  const before = structuredClone(start);
  fold(start, frames);
  assert.deepEqual(start, before);
});

test("every type of the golden frames is known, and one of tomorrow is not", () => {
  assert.ok([...frames, { type: "RESET" }].every(({ type }) => isKnown(type)));
  assert.deepEqual(["PHOTO_SHARED", "constructor", ""].filter(isKnown), []);
});

test("polls stand in the order of their opening, and a frame changes only what it names", () => {
  const { polls } = fold(start, frames.slice(0, 13));
  assert.deepEqual(
    polls.map(({ id, version, question }) => [id, version, question]),
    [
      ["p0", 4, "Hills or sea?"],
      ["p1", 3, "Which dates?"],
      ["p2", 2, "What may it cost?"],
    ],
  );
  assert.equal(polls[0], start.polls[0]);
});

test("hidden votes are in no state", () => {
  for (let count = 0; count <= frames.length; count += 1) {
    const secret = fold(start, frames.slice(0, count)).polls.find(({ id }) => id === "p2");
    assert.equal(secret?.tally ?? null, null);
  }
});

test("RESET replaces everything, also with an older position and another epoch", () => {
  const trip = { ...start, name: "Hampi", epoch: "beef", seq: 3 };
  const after = applyFrame(
    { ...end, leftover: 1 },
    { seq: 3, epoch: "beef", type: "RESET", at: "2026-11-22T16:00:00Z", data: { trip } },
  );
  assert.deepEqual(after, trip);
});

test("members stand by arrival, then id, whatever the order of the frames", () => {
  const member = (id, joinedAt) => ({ id, name: id, avatar: "", isAdmin: false, joinedAt });
  const joins = [
    member("d", "2026-11-22T16:00:01Z"),
    member("c", "2026-11-22T16:00:00.5Z"),
    member("b", "2026-11-22T16:00:00Z"),
    member("a", "2026-11-22T16:00:00.5Z"),
  ].map((one, i) => ({
    ...came("", i + 2),
    seq: 18 + i,
    data: { member: one, memberCount: i + 2, requiredMembers: 5, isDiscountUnlocked: false },
  }));
  const after = fold(start, joins);
  assert.deepEqual(
    after.members.map(({ id }) => id),
    ["ben", "b", "a", "c", "d"],
  );
  const trip = { ...after, members: [...after.members].reverse() };
  const again = applyFrame(start, { seq: 21, epoch: "7f3a", type: "RESET", data: { trip } });
  assert.deepEqual(again.members, after.members);
});

test("a member who comes while already there stands there once", () => {
  const again = { ...came("Ben", 1, { id: "ben", type: "MEMBER_RESTORED" }), seq: 18 };
  assert.deepEqual(
    applyFrame(start, again).members.map(({ id }) => id),
    ["ben"],
  );
});

test("a widget that has no list of members still counts", () => {
  const { members, polls, ...widget } = start;
  const after = fold(widget, frames);
  assert.equal(after.memberCount, 4);
  assert.deepEqual([after.members, after.polls], [undefined, undefined]);
});

test("the status follows the count both ways", () => {
  const unlocked = fold(start, frames.slice(0, 6));
  assert.equal(unlocked.status, "unlocked");
  assert.equal(applyFrame(unlocked, { ...went("dev", 4), seq: 24 }).status, "recruiting");
});

test("the status is decided when it is read", () => {
  const joinBy = Date.parse(start.joinBy);
  assert.equal(statusOf(start, joinBy - 1), "recruiting");
  assert.equal(statusOf({ ...start, isDiscountUnlocked: true }, joinBy - 1), "unlocked");
  assert.equal(statusOf({ ...start, isDiscountUnlocked: true }, joinBy), "closed");
  assert.equal(statusOf({ ...start, joinBy: null, closedAt: "2026-11-22T16:00:00Z" }, 0), "closed");
  assert.equal(statusOf({ ...start, closedAt: "x", cancelledAt: "2026-11-22T16:00:00Z" }, 0), "cancelled");
  assert.equal(statusOf({ ...start, joinBy: null }, joinBy), "recruiting");
});

test("missing is what still unlocks, and never less than nothing", () => {
  assert.deepEqual(
    [1, 5, 6].map((count) => missing(counts(count))),
    [4, 0, 0],
  );
});

test("who comes and goes moves the step that is reached and the next", () => {
  const discountSteps = [
    { members: 5, percent: 12 },
    { members: 8, percent: 15 },
  ];
  const seven = counts(7, 5, { discountSteps });
  const eight = applyFrame(seven, { ...came("Zoë", 8), seq: seven.seq + 1 });
  assert.deepEqual([eight.discountPercentNow, eight.nextStep], [15, null]);
  const four = applyFrame(eight, { ...went("Zoë", 4), seq: eight.seq + 1 });
  assert.deepEqual([four.discountPercentNow, four.nextStep], [0, { members: 5, percent: 12, missing: 1 }]);
});

test("what one pays is rounded half up to the decimals that the price has", () => {
  const cases = ["12000.00 12", "0.25 50", "0.10 5", "999 50", "12.345 100", "99999999.99 1"];
  assert.deepEqual(
    cases.map((each) => discounted(each.split(" ")[0], Number(each.split(" ")[1]))),
    ["10560.00", "0.13", "0.10", "500", "0.000", "98999999.99"],
  );
});

test("the count is a sentence", () => {
  assert.equal(countSentence(counts(3)), "3 of 5 are in. 2 more and everyone gets 12 % off.");
  assert.equal(countSentence(counts(1)), "1 of 5 is in. 4 more and everyone gets 12 % off.");
  assert.equal(countSentence(counts(4)), "4 of 5 are in. 1 more and everyone gets 12 % off.");
  assert.equal(
    countSentence(counts(3, 5, { discountPercent: null })),
    "3 of 5 are in. 2 more and everyone gets the group discount.",
  );
  assert.equal(countSentence(counts(5)), "5 of 5 are in. Everyone gets 12 % off.");
  assert.equal(countSentence(counts(6)), "6 are in. Everyone gets 12 % off.");
  assert.equal(
    countSentence(counts(5, 5, { discountPercent: null })),
    "5 of 5 are in. Everyone gets the group discount.",
  );
});

test("a trip that is over promises nothing", () => {
  assert.equal(countSentence(counts(3, 5, { status: "closed" })), "3 of 5 are in.");
  assert.equal(countSentence(counts(5, 5, { status: "closed" })), "5 of 5 are in. Everyone gets 12 % off.");
  assert.equal(countSentence(counts(5, 5, { status: "cancelled" })), "5 of 5 are in.");
});

test("a hostile name is just a string", () => {
  for (const name of [
    "<img src=x onerror=alert(1)>",
    "$& $1 $`",
    "__proto__",
    "constructor",
    "عائشة",
    "%s {name}",
    "😀",
  ]) {
    const after = applyFrame(start, { ...came(name, 3), seq: 18 });
    assert.equal(after.members.at(-1).name, name);
  }
});
