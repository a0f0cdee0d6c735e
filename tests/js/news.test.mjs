import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { applyFrame } from "../../static/js/trip.js";
import "../../static/js/languages/en.js";
import { learnZones } from "../../static/js/words/catalogue.js";
import { announcement, brief, line, replaySummary } from "../../static/js/words/news.js";
import zones from "../../static/js/languages/zones/en.js";
import { came, counts, end, fold, frames, start, went } from "./frames.mjs";
import { plain } from "./spaces.mjs";

learnZones(zones);

const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url)));
const { polls, lines } = read("activity.json");
const of = (type) => frames.find((frame) => frame.type === type);
const updated = (fields, before) => ({
  seq: 18,
  epoch: "7f3a",
  type: "TRIP_UPDATED",
  at: "2026-11-22T16:00:00Z",
  data: { trip: { ...start, ...fields }, before },
});

test("who came and who went is announced with what is left to do", () => {
  const say = (frame) => announcement(frame, counts(frame.data.memberCount, frame.data.requiredMembers));
  assert.equal(say(came("Asha", 3)), "Asha joined. 3 of 5. 2 to go.");
  assert.equal(say(came("Asha", 5)), "Asha joined. 5 of 5. The discount is unlocked!");
  assert.equal(say(came("Asha", 6)), "Asha joined. 6 are in.");
  assert.equal(say(came("Asha", 4, { type: "MEMBER_RESTORED" })), "Asha is back. 4 of 5. 1 to go.");
  assert.equal(say(went("Asha", 4)), "Asha left. 4 of 5. The discount is locked again. 1 to go.");
  assert.equal(say(went("Asha", 2)), "Asha left. 2 of 5. 3 to go.");
  assert.equal(say(went("Asha", 5)), "Asha left. 5 of 5.");
  assert.equal(say(went("Asha", 3, { type: "MEMBER_REMOVED" })), "Asha was removed. 3 of 5. 2 to go.");
});

test("a trip that is over promises nothing", () => {
  assert.equal(announcement(went("Asha", 4), counts(4, 5, { status: "closed" })), "Asha left. 4 of 5.");
});

test("the trip's own changes are announced as the activity tells them", () => {
  const say = (fields, before) => announcement(updated(fields, before), start);
  assert.equal(announcement(of("TRIP_CLOSED"), end), "Joining is closed.");
  assert.equal(announcement(of("MEMBER_RENAMED"), end), "Dev is now Devika.");
  assert.equal(announcement(of("INVITATION_REPLACED"), end), "The invitation link was replaced.");
  assert.equal(say({ name: "Hampi" }, { name: "Goa" }), "Name: “Goa” is now “Hampi”.");
  assert.equal(say({ name: "Where now?" }, { name: "Goa" }), "Name: “Goa” is now “Where now?”.");
  assert.equal(announcement({ ...updated(), data: {} }, start), "");
});

test("what is not in the words is passed over in silence", () => {
  for (const type of ["PHOTO_SHARED", "HEARTBEAT", "RESET", "constructor"]) {
    assert.equal(announcement({ type, data: {} }, start), "");
    assert.deepEqual(line({ type, data: {} }, start.polls), []);
  }
});

test("a replay is summed up, without who came and went again", () => {
  const absent = (id) => went(id, 2, { id });
  const sum = (list) => replaySummary(list, start, start);
  assert.equal(sum([came("Asha", 2), came("Dev", 3)]), "While you were away: 2 people joined.");
  assert.equal(sum([came("Asha", 2), absent("Dev")]), "While you were away: 1 person joined. 1 person left.");
  assert.equal(sum([absent("Asha"), absent("Dev")]), "While you were away: 2 people left.");
  assert.equal(sum([came("Asha", 2), absent("Asha")]), "");
  assert.equal(sum([absent("Asha"), came("Asha", 2, { type: "MEMBER_RESTORED" })]), "");
  assert.equal(sum([{ type: "RESET", data: { trip: start } }]), "You are up to date again.");
  assert.equal(sum([]), "");
});

test("a replay tells of polls too, once each", () => {
  const opened = of("POLL_OPENED");
  const closed = of("POLL_CLOSED");
  const sum = (...list) => replaySummary(list, start, start);
  assert.equal(sum(opened), "While you were away: A poll was opened.");
  assert.equal(sum(closed), "While you were away: A poll was closed.");
  assert.equal(sum(opened, closed), "While you were away: A poll was closed.");
  assert.equal(sum(came("Asha", 2), opened), "While you were away: 1 person joined. A poll was opened.");
  assert.equal(sum(of("POLL_CHANGED")), "");
  assert.equal(sum(of("POLL_REOPENED")), "While you were away: A poll was opened again.");
  assert.equal(sum(of("POLL_DELETED")), "While you were away: A poll was deleted.");
  assert.equal(sum(...frames.filter(({ data }) => data.poll?.id === "p3")), "While you were away: A poll was opened.");
  assert.equal(sum(...frames.filter(({ data }) => [data.poll?.id, data.pollId].includes("p4"))), "");
});

test("a message is read aloud, and a replay tells of one unless it was taken back", () => {
  const posted = of("MESSAGE_POSTED");
  const [{ data: deleted }, { message }] = [of("MESSAGE_DELETED"), posted.data];
  const sum = (after) => replaySummary([posted], start, after);
  assert.equal(announcement(posted, end), "Ben writes: “We meet at 9”");
  assert.equal(announcement(of("MESSAGE_DELETED"), end), "A message was taken back.");
  assert.equal(sum({ ...start, messages: [message] }), "While you were away: There is a new message.");
  assert.equal(sum({ ...start, messages: deleted.messages }), "");
});

test("a replay tells what became of the trip, also when a RESET holds no frame of it", () => {
  const reset = { type: "RESET", data: { trip: start } };
  const closed = { type: "TRIP_CLOSED", data: { trip: start } };
  const sum = (before, after, list = [reset]) => replaySummary(list, { ...start, ...before }, { ...start, ...after });
  assert.equal(
    sum({}, { startDate: "2026-12-13", pricePerPerson: "1.00" }),
    "While you were away: The dates changed. The price changed.",
  );
  assert.equal(sum({ name: "Goa" }, { name: "Hampi" }), "While you were away: The name changed.");
  assert.equal(
    sum({}, { memberCount: 5, isDiscountUnlocked: true }),
    "While you were away: The discount was unlocked.",
  );
  assert.equal(sum({ isDiscountUnlocked: true }, {}), "While you were away: The discount was locked again.");
  assert.equal(sum({}, { status: "closed" }), "While you were away: The deadline passed.");
  assert.equal(sum({ status: "closed" }, { status: "closed" }, [closed]), "While you were away: The deadline passed.");
  assert.equal(sum({ status: "closed" }, { status: "closed" }), "You are up to date again.");
  assert.equal(sum({}, { status: "closed", closedAt: "x" }), "While you were away: Joining was closed.");
  assert.equal(
    sum({ status: "closed" }, { status: "cancelled", cancelledAt: "x" }),
    "While you were away: The trip was cancelled.",
  );
  assert.equal(sum({ status: "closed" }, {}), "While you were away: The trip was opened again.");
  assert.equal(
    replaySummary(frames, start, end),
    "While you were away: 3 people joined. The name changed. The place changed. The dates changed. " +
      "The start changed. The places changed. The discount changed. The discount steps changed. " +
      "Joining was closed. A poll was opened. A poll was closed. There is a new message.",
  );
});

test("what happens to a poll is announced", () => {
  const states = frames.map((_, index) => fold(start, frames.slice(0, index + 1)));
  const say = (index) => announcement(frames[index], states[index], states[index - 1]);
  const news = frames.flatMap((frame, index) => (/^POLL_/.test(frame.type) ? [say(index)] : []));
  assert.deepEqual(news, [
    "A poll is open: “Which dates?”",
    "A poll is open: “What may it cost?”",
    "1 of 5 has voted.",
    "1 of 5 has voted.",
    "An option was added.",
    "2 of 5 have voted.",
    "A poll was closed: “Which dates?”",
    "An organiser picked “19–22 Dec”: “Which dates?”",
    "A poll is open: “Whre to stay?”",
    "A poll was changed: “Where to stay?”",
    "A poll was closed: “Where to stay?”",
    "A poll was opened again: “Where to stay?”",
    "A poll is open: “Train or bus?”",
    "A poll was deleted: “Train or bus?”",
  ]);
});

test("a ballot that was only changed is not announced, and none without the state before it", () => {
  const before = fold(start, frames.slice(0, 14));
  const changed = {
    ...frames[13],
    seq: 32,
    data: { poll: { id: "p1", version: 5, votedCount: 2, tally: { o3: 2, o4: 0 } } },
  };
  assert.equal(announcement(changed, applyFrame(before, changed), before), "");
  assert.equal(announcement(frames[13], before), "");
});

test("the activity says of each event what the page as served says of it", () => {
  const marked = ({ text, kind, id = "" }) => ({ name: `*${text}*`, poll: `[${text}](${id})` })[kind] ?? text;
  for (const [type, data, words] of lines) {
    const fields = data.trip ? { ...data, trip: { ...start, ...data.trip } } : data;
    assert.equal(plain(line({ type, data: fields }, polls).map(marked).join("")), words);
  }
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
    const frame = { ...came(name, 3), seq: 18 };
    assert.equal(announcement(frame, start), `${name} joined. 3 of 5. 2 to go.`);
    assert.equal(replaySummary([frame], start, start), "While you were away: 1 person joined.");
  }
});

test("a question that is read aloud stands in quotes, however it ends", () => {
  const opened = (question) => announcement({ type: "POLL_OPENED", data: { poll: { id: "p", question } } }, start);
  for (const question of ["Which dates?", "哪天？", "The dates"])
    assert.equal(opened(question), `A poll is open: “${question}”`);
});

test("what came before the last is said in short", () => {
  assert.equal(brief(came("Asha", 2), start), "Asha joined.");
});
