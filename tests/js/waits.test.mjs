import assert from "node:assert/strict";
import { test } from "node:test";

import { frame, setUp, waitAfterDrop } from "./feeds.mjs";

test("a link that held for a while and breaks is tried again with the same transport", () => {
  const { begin, clock, links, drop, last } = setUp();
  begin();
  for (let i = 0; i < 4; i += 1) {
    clock.advance(12_000);
    drop();
    clock.advance(1_000);
    last().onHeartbeat("7f3a.17");
  }
  assert.deepEqual(new Set(links.map(({ name }) => name)), new Set(["socket"]));
});

test("a link that says hello and dies young counts as a failure", () => {
  const { begin, clock, links, drop, last } = setUp();
  begin();
  drop();
  clock.advance(1_000);
  last().onHeartbeat("7f3a.17");
  drop();
  clock.advance(2_000);
  assert.deepEqual(
    links.map(({ name }) => name),
    ["socket", "socket", "stream"],
  );
});

test("of all tries together only the next begins with a wait", () => {
  const { feed, links, fail } = setUp();
  feed.start();
  fail();
  assert.deepEqual(
    links.map(({ name, at }) => [name, at]),
    ["socket", "stream", "poll"].map((name) => [name, links[0].at]),
  );
});

test("the wait is jittered over its whole width", () => {
  for (const [random, wait] of [
    [0, 0],
    [0.5, 500],
    [0.999, 999],
  ]) {
    const world = setUp({ random });
    world.feed.start();
    assert.equal(waitAfterDrop(world), wait);
  }
});

test("the wait doubles up to 20 s and begins again at half a second after a link that held", () => {
  const world = setUp({ random: 0.999999 });
  const waits = [];
  world.feed.start();
  for (let i = 0; i < 8; i += 1) {
    world.fail();
    const [at, count] = [world.clock.now(), world.links.length];
    while (world.links.length === count) world.clock.advance(1);
    waits.push(world.clock.now() - at);
  }
  assert.deepEqual(waits, [1_000, 2_000, 4_000, 8_000, 16_000, 20_000, 20_000, 20_000]);
  world.last().onHeartbeat("7f3a.17");
  world.clock.advance(12_000);
  assert.equal(Math.ceil(waitAfterDrop(world)), 500);
});

test("what the server asks for with Retry-After is waited, also by a device that wakes, but never for ever", () => {
  const busy = setUp();
  busy.feed.start();
  assert.equal(waitAfterDrop(busy, { code: 4429, retryAfterMs: 30_000 }), 30_500);

  const awake = setUp();
  awake.feed.start();
  awake.drop({ code: 4429, retryAfterMs: 30_000 });
  awake.feed.wake();
  awake.clock.advance(29_999);
  assert.equal(awake.links.length, 1);
  awake.clock.advance(1);
  assert.equal(awake.links.length, 2);

  const absurd = setUp();
  absurd.feed.start();
  assert.equal(waitAfterDrop(absurd, { retryAfterMs: 1e12 }), 300_500);
});

test("a terminal code stops for ever", () => {
  const { begin, drop, feed, clock, links, states } = setUp();
  begin();
  drop({ terminal: true, code: 4403 });
  feed.wake();
  feed.start();
  clock.advance(3_600_000);
  assert.equal(links.length, 1);
  assert.equal(clock.pending, 0);
  assert.deepEqual([states.at(-1).state, states.at(-1).code], ["ended", 4403]);
});

test("a code that is not terminal is tried again", () => {
  for (const code of [1012, 4429]) {
    const world = setUp();
    world.begin();
    world.drop({ code });
    world.clock.advance(1_000);
    assert.equal(world.links.length, 2);
  }
});

test("three wake events together reconnect a sleeper once, with jitter", () => {
  const { begin, feed, clock, links, isWaiting, state } = setUp();
  begin();
  clock.sleep(60_000);
  for (let i = 0; i < 3; i += 1) feed.wake();
  assert.equal(state(), "catching-up");
  assert.ok(isWaiting());
  clock.advance(499);
  assert.equal(links.length, 1);
  clock.advance(1);
  feed.wake();
  clock.advance(1_900);
  assert.equal(links.length, 2);
});

test("waking cuts a long wait short and begins with the first transport", () => {
  const { feed, clock, links, fail, last } = setUp({ random: 0.9 });
  feed.start();
  for (let i = 0; i < 3; i += 1) {
    fail();
    for (const count = links.length; links.length === count; ) clock.advance(100);
  }
  fail();
  const count = links.length;
  feed.wake();
  clock.advance(1_000);
  assert.equal(links.length, count + 1);
  assert.equal(last().name, "socket");
});

test("a live link survives waking, but must soon be heard", () => {
  const { begin, feed, clock, links } = setUp();
  begin();
  clock.advance(10_000);
  feed.wake();
  clock.advance(6_999);
  assert.equal(links.length, 1);
  clock.advance(1);
  assert.equal(links.length, 2);
});

test("waking before start or after stop does nothing", () => {
  const { feed, clock, links } = setUp();
  feed.wake();
  feed.start();
  feed.stop();
  feed.wake();
  clock.advance(60_000);
  assert.equal(links.length, 1);
});

test("a heartbeat ahead of us heals after two seconds", () => {
  const { begin, last, links, clock } = setUp();
  begin();
  last().onHeartbeat("7f3a.18");
  clock.advance(1_999);
  last().onHeartbeat("7f3a.18");
  assert.equal(links.length, 1);
  clock.advance(1);
  assert.equal(links.length, 2);
  assert.equal(last().after, "7f3a.17");
});

test("a heartbeat ahead of us is forgotten when the frame comes, and a long replay is given its time", () => {
  const { feed, last, links, clock, state } = setUp();
  feed.start();
  last().onHeartbeat("7f3a.20");
  for (const seq of [18, 19, 20]) {
    clock.advance(1_500);
    last().onFrame(frame(seq));
  }
  clock.advance(5_000);
  assert.equal(links.length, 1);
  assert.equal(state(), "live");
});

test("silence of two and a half heartbeats heals", () => {
  const { begin, last, links, clock } = setUp();
  begin();
  clock.advance(37_000);
  last().onFrame(frame(18));
  clock.advance(37_499);
  assert.equal(links.length, 1);
  clock.advance(1);
  assert.equal(links.length, 2);
  assert.equal(links[0].isClosed, true);
});

test("a transport that never answers is given up as well", () => {
  const { feed, links, clock, open } = setUp();
  feed.start();
  clock.advance(10_000);
  assert.deepEqual(
    links.map(({ name }) => name),
    ["socket", "poll", "stream"],
  );
  assert.deepEqual(open(), ["poll", "stream"]);
});

test("offline is said after five seconds without success, with the time we last heard anything", () => {
  const { begin, clock, drop, states, last } = setUp({ random: 0.999 });
  begin();
  clock.advance(12_000);
  last().onHeartbeat("7f3a.17");
  const heardAt = clock.now();
  for (const pause of [1_000, 1_000, 5_000, 5_000]) {
    drop();
    clock.advance(pause);
  }
  drop();
  assert.deepEqual(
    states.map(({ state }) => state),
    ["catching-up", "live", "catching-up", "offline"],
  );
  assert.equal(states.at(-1).since, heardAt);
  clock.advance(20_000);
  last().onHeartbeat("7f3a.17");
  assert.equal(states.at(-1).state, "live");
});

test("offline is said on time though the next try is far", () => {
  const { begin, clock, drop, states } = setUp({ random: 0.999 });
  begin();
  for (const pause of [1_000, 2_000, 1_999]) {
    drop();
    clock.advance(pause);
  }
  assert.equal(states.at(-1).state, "catching-up");
  clock.advance(1);
  assert.equal(states.at(-1).state, "offline");
});

test("who waits as long as a server in restart asks is not yet offline", () => {
  const { begin, clock, last, states } = setUp({ random: 0.999 });
  begin();
  last().onClose({ retryAfterMs: 5_000 });
  clock.advance(6_500);
  last().onHeartbeat("7f3a.17");
  assert.deepEqual(
    states.map(({ state }) => state),
    ["catching-up", "live", "catching-up", "live"],
  );
});

test("who is heard again in time is not called offline", () => {
  const { begin, clock, drop, last, states } = setUp({ random: 0.5 });
  begin();
  drop();
  clock.advance(1_000);
  last().onHeartbeat("7f3a.17");
  clock.advance(10_000);
  assert.deepEqual(
    states.map(({ state }) => state),
    ["catching-up", "live", "catching-up", "live"],
  );
});

test("a first transport that fails at once is not yet called offline", () => {
  const { feed, clock, drop, states } = setUp();
  feed.start();
  for (let i = 0; i < 3; i += 1) {
    clock.advance(1_000);
    drop();
  }
  assert.deepEqual(
    states.map(({ state }) => state),
    ["catching-up"],
  );
});
