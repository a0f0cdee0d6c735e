import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Feed } from "../../static/js/feed.js";
import { isKnown } from "../../static/js/trip.js";
import { FakeClock } from "./clock.mjs";
import { frame, reset, setUp, unknown } from "./feeds.mjs";

const golden = JSON.parse(readFileSync(new URL("../frames.json", import.meta.url)));

test("frames are handed on in order, from where the page stood", () => {
  const { begin, last, got } = setUp();
  begin();
  assert.equal(last().after, "7f3a.17");
  for (const given of golden.frames) last().onFrame(given);
  assert.deepEqual(
    got.map(([seq]) => seq),
    golden.frames.map(({ seq }) => seq),
  );
});

test("a page that made room for newer ones waits until somebody is at it", () => {
  for (const comeBack of ["resume", "wake"]) {
    const { begin, drop, state, links, clock, feed, isWaiting } = setUp();
    begin();
    drop({ code: 4409 });
    clock.advance(3_600_000);
    assert.deepEqual([state(), links.length, clock.pending, isWaiting()], ["paused", 1, 0, true]);
    feed[comeBack]();
    clock.advance(1_000);
    links.at(-1).onHeartbeat("7f3a.17");
    assert.deepEqual([state(), links.length], ["live", 2]);
  }
});

test("a page that only its own better way has pushed out goes on by that", () => {
  const { feed, links, clock, state, open } = setUp({ first: "stream" });
  feed.start();
  links[0].onHeartbeat("7f3a.17");
  clock.advance(15_000);
  links[0].onClose({ terminal: false, code: 4409 });
  assert.deepEqual([state(), open()], ["catching-up", ["socket"]]);
  links[1].onHeartbeat("7f3a.17");
  assert.deepEqual([state(), open()], ["live", ["socket"]]);
});

test("a live page is not woken by a tap", () => {
  const { begin, feed, links, clock } = setUp();
  begin();
  const timers = clock.pending;
  feed.resume();
  assert.deepEqual([links.length, clock.pending], [1, timers]);
});

test("a duplicate is dropped", () => {
  const { begin, last, got, links } = setUp();
  begin();
  for (const seq of [18, 18, 17, 19, 18]) last().onFrame(frame(seq));
  assert.deepEqual(got, [
    [18, "live"],
    [19, "live"],
  ]);
  assert.equal(links.length, 1);
});

test("a gap reconnects at once, after what we have", () => {
  const { begin, last, got, links, clock } = setUp();
  begin();
  last().onFrame(frame(18));
  last().onFrame(frame(20));
  clock.advance(0);
  assert.deepEqual(got, [[18, "live"]]);
  assert.equal(links[0].isClosed, true);
  assert.equal(links.length, 2);
  assert.equal(last().after, "7f3a.18");
});

test("a server that always leaves a gap is not asked in a tight loop", () => {
  const { begin, last, links, clock } = setUp();
  begin();
  last().onFrame(frame(20));
  clock.advance(0);
  last().onHeartbeat("7f3a.20");
  last().onFrame(frame(20));
  clock.advance(0);
  assert.equal(links.length, 2);
});

test("a RESET is handed on whatever it says, and the feed goes on from there", () => {
  const { begin, last, got, states } = setUp();
  begin();
  last().onFrame(reset(9));
  last().onFrame(reset(40));
  last().onFrame(frame(41));
  last().onFrame(reset(5));
  last().onFrame(frame(6));
  assert.deepEqual(got, [
    [9, "replay"],
    [40, "replay"],
    [41, "live"],
    [5, "replay"],
    [6, "live"],
  ]);
  assert.deepEqual(
    states.map(({ state }) => state),
    ["catching-up", "live"],
  );
});

test("a RESET that another link has overtaken is passed over, and what follows it is not", () => {
  const { feed, links, clock, got } = setUp();
  feed.start();
  clock.advance(2_000);
  const [socket, poll] = links;
  poll.onHeartbeat("beef.4");
  poll.onFrame(reset(4, "beef"));
  socket.onHeartbeat("beef.4");
  for (const each of [reset(3, "beef"), frame(4, "beef"), frame(5, "beef")]) socket.onFrame(each);
  assert.deepEqual(got, [
    [4, "replay"],
    [5, "live"],
  ]);
});

test("a RESET of a log that went back is taken, also where another link had brought more", () => {
  const { feed, links, last, clock, got } = setUp();
  feed.start();
  clock.advance(2_000);
  const [socket, poll] = links;
  poll.onHeartbeat("7f3a.18");
  poll.onFrame(frame(18));
  socket.onHeartbeat("7f3a.5"); // perhaps it was long on its way
  assert.deepEqual([socket.isClosed, last().name, last().after], [true, "socket", "7f3a.18"]);
  last().onHeartbeat("7f3a.5");
  for (const each of [reset(5), frame(6), reset(4)]) last().onFrame(each);
  assert.deepEqual(
    got.map(([seq]) => seq),
    [18, 5, 6, 4],
  );
});

test("a frame of another epoch is not applied but asked about, and its RESET is taken", () => {
  const { begin, last, got, links, clock } = setUp();
  begin();
  last().onFrame(frame(18, "beef"));
  clock.advance(0);
  assert.deepEqual(got, []);
  assert.equal(links.length, 2);
  last().onHeartbeat("beef.3");
  last().onFrame(reset(3, "beef"));
  last().onFrame(frame(4, "beef"));
  assert.deepEqual(got, [
    [3, "replay"],
    [4, "live"],
  ]);
});

test("a heartbeat of another epoch that no RESET follows reconnects", () => {
  const { begin, last, links, clock } = setUp();
  begin();
  last().onHeartbeat("beef.3");
  clock.advance(10_000);
  assert.equal(links.length, 2);
});

test("a RESET that takes the server seconds to draw is waited for", () => {
  const { begin, last, got, links, clock } = setUp();
  begin();
  last().onHeartbeat("beef.3");
  clock.advance(9_000);
  last().onFrame({ ...reset(3), epoch: "beef" });
  assert.deepEqual([links.length, got], [1, [[3, "replay"]]]);
});

test("a page that leaves the feed over a frame, and then fails at it, says its own failure and stays away", () => {
  const here = setUp({
    take: () => {
      here.feed.stop(4403);
      throw new TypeError("no member");
    },
  });
  here.begin();
  assert.throws(() => here.last().onFrame(frame(18)), /no member/);
  here.clock.advance(60_000);
  assert.deepEqual([here.state(), here.open(), here.clock.pending], ["ended", [], 0]);
});

test("a frame of a shape that the page cannot take is answered by a RESET", () => {
  const { begin, last, links, clock } = setUp({
    take: () => {
      throw new TypeError("no member");
    },
  });
  begin();
  assert.throws(() => last().onFrame(frame(18)), /no member/);
  clock.advance(2_000);
  assert.equal(links.length, 2);
  assert.match(last().after, /^0\.0$/);
});

test("a frame of an unknown type is not handed on: a RESET is asked for, and taken", () => {
  const { begin, last, got, links, clock, state } = setUp();
  begin();
  last().onFrame(frame(18));
  last().onFrame(unknown(19));
  last().onFrame(frame(20));
  clock.advance(2_000);
  assert.deepEqual([links.length, last().name, state()], [2, "socket", "catching-up"]);
  assert.match(last().after, /^[0-9a-f]{1,7}\.0$/); // epochs have eight digits: none is this one
  last().onHeartbeat("7f3a.20");
  last().onFrame(reset(20));
  last().onFrame(frame(21));
  assert.deepEqual(got, [
    [18, "live"],
    [20, "replay"],
    [21, "live"],
  ]);
  assert.equal(state(), "live");
});

test("a link that breaks before the RESET has come asks for it again", () => {
  const { begin, last, links, clock } = setUp();
  begin();
  last().onFrame(unknown(18));
  clock.advance(2_000);
  const asked = last().after;
  last().onClose({});
  assert.deepEqual([links.length, last().after], [3, asked]);
});

test("pages that meet an unknown frame together do not ask together", () => {
  const waits = [0, 0.5, 0.999].map((random) => {
    const { begin, last, links, clock } = setUp({ random });
    begin();
    const met = clock.now();
    last().onFrame(unknown(18));
    clock.advance(10_000);
    return links[1].at - met;
  });
  assert.ok(waits[0] < 10 && waits[1] > 1_000 && waits[2] > 2_500, `${waits}`);
});

test("a server that sends one unknown frame after the other is asked ever more seldom, on the same transport", () => {
  const { begin, last, links, clock } = setUp();
  begin();
  for (let seq = 18; clock.now() < 1_300_000; seq += 1) {
    last().onFrame(unknown(seq));
    const asked = links.length;
    while (links.length === asked) clock.advance(100);
    last().onHeartbeat(`7f3a.${seq}`);
    last().onFrame(reset(seq));
  }
  assert.ok(links.length < 40, `${links.length} links in five minutes`);
  assert.deepEqual(new Set(links.map(({ name }) => name)), new Set(["socket"]));
});

test("an unknown frame that is known already is a duplicate like any other", () => {
  const { begin, last, links, clock } = setUp();
  begin();
  last().onFrame(unknown(17));
  clock.advance(5_000);
  assert.equal(links.length, 1);
});

test("a RESET into a new epoch in the middle of a link settles it", () => {
  const { begin, last, links, clock } = setUp();
  begin();
  last().onFrame(reset(3, "beef"));
  clock.advance(5_000);
  assert.equal(links.length, 1);
});

test("frames up to the hello heartbeat are replay, later ones live", () => {
  const { feed, last, got, state } = setUp();
  feed.start();
  last().onHeartbeat("7f3a.19");
  last().onFrame(frame(18));
  assert.equal(state(), "catching-up");
  last().onFrame(frame(19));
  assert.equal(state(), "live");
  last().onHeartbeat("7f3a.20");
  last().onFrame(frame(20));
  assert.deepEqual(got, [
    [18, "replay"],
    [19, "replay"],
    [20, "live"],
  ]);
});

test("a link is live only once the hello heartbeat has come", () => {
  const { feed, last, state } = setUp();
  feed.start();
  last().onOpen();
  assert.equal(state(), "catching-up");
  last().onHeartbeat("7f3a.17");
  assert.equal(state(), "live");
});

test("a page without a position begins where the hello stands", () => {
  const { feed, last, got } = setUp({ position: "" });
  feed.start();
  assert.equal(last().after, "");
  last().onHeartbeat("7f3a.30");
  last().onFrame(frame(31));
  assert.deepEqual(got, [[31, "live"]]);
});

test("stop leaves no timer and no open link, in whatever state", () => {
  const stages = [
    () => {},
    ({ last }) => last().onHeartbeat("7f3a.17"),
    ({ last }) => last().onHeartbeat("7f3a.19"),
    ({ drop }) => drop(),
    ({ clock, drop }) => {
      drop();
      clock.advance(2_000);
      drop();
      clock.advance(4_000);
    },
    ({ clock, last }) => {
      last().onHeartbeat("7f3a.17");
      clock.sleep(60_000);
    },
  ];
  for (const stage of stages) {
    const world = setUp();
    world.feed.start();
    stage(world);
    world.feed.stop();
    assert.equal(world.clock.pending, 0);
    assert.ok(world.isWaiting());
  }
});

test("a link that was left is not listened to", () => {
  const { begin, feed, links, got, states } = setUp();
  begin();
  feed.stop();
  links[0].onFrame(frame(18));
  links[0].onHeartbeat("7f3a.18");
  links[0].onClose({ terminal: true, code: 4403 });
  assert.deepEqual(got, []);
  assert.equal(states.at(-1).state, "live");
});

test("a page that stops inside a frame is told nothing more", () => {
  const clock = new FakeClock();
  const states = [];
  let link;
  const socket = {
    name: "socket",
    open: (handlers) => {
      link = handlers;
      return { close() {} };
    },
  };
  const feed = new Feed({
    transports: [socket],
    position: "7f3a.17",
    knows: isKnown,
    clock,
    random: () => 0.5,
    onFrame: () => feed.stop(4403),
    onState: ({ state }) => states.push(state),
  });
  feed.start();
  link.onHeartbeat("7f3a.18");
  link.onFrame(frame(18));
  assert.deepEqual(states, ["catching-up", "ended"]);
  assert.equal(clock.pending, 0);
});

test("a stopped feed starts again where it was", () => {
  const { begin, feed, last, got, links } = setUp();
  begin();
  last().onFrame(frame(18));
  feed.stop();
  feed.start();
  assert.equal(links.length, 2);
  assert.equal(last().after, "7f3a.18");
  assert.deepEqual(got, [[18, "live"]]);
});
