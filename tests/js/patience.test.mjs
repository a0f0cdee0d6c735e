import assert from "node:assert/strict";
import { test } from "node:test";

import { newKey, nextTry, untilAnswered } from "../../static/js/patience.js";
import "../../static/js/languages/en.js";

const answer = (status, retryAfter) =>
  new Response("{}", { status, headers: retryAfter ? { "Retry-After": retryAfter } : {} });

/** Sends until these answers are used up; gives the last and every wait before it. */
async function send(...answers) {
  const waits = [];
  const last = await untilAnswered(
    async () => answers.shift(),
    async (...wait) => {
      waits.push(wait);
    },
  );
  return { status: last.status, waits, left: answers.length };
}

test("an answer that is final is given at once, a refusal too", async () => {
  for (const status of [200, 303, 403, 404, 409, 410, 422]) {
    assert.deepEqual(await send(answer(status), answer(200)), { status, waits: [], left: 1 });
  }
});

test("without a network it waits longer each time, fifteen seconds at most", async () => {
  const { status, waits } = await send(null, null, null, null, null, null, answer(200));
  assert.equal(status, 200);
  assert.deepEqual(
    waits,
    [1, 2, 4, 8, 15, 15].map((seconds) => ["offline", seconds]),
  );
});

test("a server that cannot now is given the time that it asks for", async () => {
  const { waits } = await send(answer(503, "20"), answer(502), answer(503, "1"), answer(500), answer(200));
  assert.deepEqual(
    waits,
    [20, 2, 4, 8].map((seconds) => ["busy", seconds]),
  );
});

test("a server that breaks at each of three tries is believed", async () => {
  const { status, waits, left } = await send(answer(500), null, answer(500), answer(500), answer(200));
  assert.deepEqual([status, left], [500, 1]);
  assert.deepEqual(waits, [
    ["busy", 1],
    ["offline", 2],
    ["busy", 4],
  ]);
});

test("who came too often waits as told, or five seconds", async () => {
  const { waits } = await send(answer(429, "2460"), answer(429), answer(429, "soon"), answer(200));
  assert.deepEqual(
    waits,
    [2460, 5, 5].map((seconds) => ["crowd", seconds]),
  );
});

test("a wait that throws ends the tries", async () => {
  let sent = 0;
  const gone = async () => {
    throw new Error("the form is gone");
  };
  await assert.rejects(
    untilAnswered(async () => {
      sent += 1;
      return null;
    }, gone),
    /gone/,
  );
  assert.equal(sent, 1);
});

test("a long wait is told in minutes", () => {
  const said = (seconds) => nextTry({ inSeconds: "tap_in_seconds", inMinutes: "tap_in_minutes" }, seconds);
  const waits = ["1 s", "40 s", "99 s", "2 min", "41 min"];
  assert.deepEqual(
    [1, 40, 99, 100, 2460].map(said),
    waits.map((wait) => `Your tap is safe: next try in ${wait}.`),
  );
});

test("each key is another, and long enough for the server", () => {
  const keys = new Set(Array.from({ length: 100 }, newKey));
  assert.equal(keys.size, 100);
  for (const key of keys) assert.match(key, /^[0-9a-f]{32}$/);
});
