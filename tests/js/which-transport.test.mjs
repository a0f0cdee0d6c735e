import assert from "node:assert/strict";
import { test } from "node:test";

import { Feed } from "../../static/js/feed.js";
import { isKnown } from "../../static/js/trip.js";
import { FakeClock } from "./clock.mjs";
import { frame, setUp } from "./feeds.mjs";

test("a transport that fails before its hello leads to the next at once, and the last to a pause", () => {
  const { feed, clock, links, drop } = setUp();
  feed.start();
  for (let i = 0; i < 3; i += 1) drop();
  assert.deepEqual(
    links.map(({ name }) => name),
    ["socket", "stream", "poll"],
  );
  clock.advance(499);
  assert.equal(links.length, 3);
  clock.advance(1);
  assert.deepEqual(
    links.map(({ name }) => name),
    ["socket", "stream", "poll", "socket"],
  );
});

/** What stands between the page and the server: how each transport fares behind it. */
const MIDDLES = {
  "refuses the socket and holds the stream back whole": { socket: "refused", stream: "silent" },
  "refuses the socket and lets only the head of the stream through": { socket: "refused", stream: "opens" },
  "lets the socket hang and holds the stream back": { socket: "silent", stream: "silent" },
  "lets the socket open and no frame through": { socket: "opens", stream: "opens" },
  "refuses the socket after a while": { socket: "late", stream: "silent" },
};

/** A feed behind such a middle; a poll is answered after `roundTrip` and has what the log then holds. */
function behind(fares, { roundTrip = 300, first } = {}) {
  const world = setUp({ first });
  const { clock, links } = world;
  let seen = 0;
  const answer = (link, head) => {
    if (link.isClosed) return;
    link.onHeartbeat(`7f3a.${head}`);
    for (let seq = Number(link.after.split(".")[1]) + 1; seq <= head; seq += 1) link.onFrame(frame(seq));
  };
  const act = (link) => {
    const fare = fares[link.name];
    if (fare === "refused") link.onClose({});
    if (fare === "late") clock.setTimeout(() => link.isClosed || link.onClose({}), 1_900);
    if (fare === "opens") link.onOpen();
    if (link.name === "poll") clock.setTimeout(() => answer(link, 19), roundTrip);
  };
  world.pass = (ms) => {
    for (const end = clock.now() + ms; clock.now() < end; clock.advance(50)) {
      while (seen < links.length) act(links[seen++]);
    }
  };
  return world;
}

test("within five seconds polling stands in for whatever is refused or silent, and nothing is lost or doubled", () => {
  for (const [middle, fares] of Object.entries(MIDDLES)) {
    const { feed, pass, got, state, states, worked } = behind(fares, { roundTrip: 1_000 });
    feed.start();
    pass(5_000);
    assert.equal(state(), "live", middle);
    assert.deepEqual(
      got,
      [
        [18, "replay"],
        [19, "replay"],
      ],
      middle,
    );
    assert.deepEqual(
      states.map(({ state }) => state),
      ["catching-up", "live"],
      middle,
    );
    assert.deepEqual(worked, ["poll"], middle);
  }
});

test("what worked last time is tried first, and works at once", () => {
  for (const fares of Object.values(MIDDLES)) {
    const { feed, pass, links, state } = behind(fares, { roundTrip: 100, first: "poll" });
    feed.start();
    pass(300);
    assert.deepEqual([state(), links.map(({ name }) => name)], ["live", ["poll"]]);
  }
});

test("if what worked last time does not work any more, the others are tried", () => {
  for (const fail of ["refused", "silent"]) {
    const { feed, clock, last, links, drop, open } = setUp({ first: "poll" });
    feed.start();
    if (fail === "refused") drop();
    clock.advance(2_000);
    assert.equal(last().name, "socket", fail);
    last().onHeartbeat("7f3a.17");
    assert.deepEqual(open(), ["socket"]);
    assert.ok(links.length < 4);
  }
});

test("a name that no transport has is nobody's", () => {
  const { feed, last } = setUp({ first: "pigeon" });
  feed.start();
  assert.equal(last().name, "socket");
});

test("while polling stands in, a socket that is only slow is waited for, and taken", () => {
  const { feed, clock, links, open, got, worked } = setUp();
  feed.start();
  clock.advance(2_000);
  links[1].onHeartbeat("7f3a.17");
  links[1].onFrame(frame(18));
  assert.deepEqual(open(), ["socket", "poll"]);
  links[0].onHeartbeat("7f3a.19");
  links[1].onFrame(frame(19));
  for (const seq of [18, 19]) links[0].onFrame(frame(seq));
  assert.deepEqual(open(), ["socket"]);
  assert.deepEqual(
    got.map(([seq]) => seq),
    [18, 19],
  );
  assert.deepEqual(worked, ["poll", "socket"]);
});

test("a trial that keeps silent is left, the next is tried, and what is live stays", () => {
  const { feed, clock, links, open, states } = setUp();
  feed.start();
  clock.advance(2_000);
  links[1].onHeartbeat("7f3a.17");
  for (let i = 0; i < 9; i += 1) {
    clock.advance(4_000);
    links[1].onHeartbeat("7f3a.17");
  }
  const tried = links.map(({ name, at }) => [name, at - links[0].at]);
  assert.deepEqual(tried, [
    ["socket", 0],
    ["poll", 2_000],
    ["stream", 10_000],
    ["socket", 32_000],
  ]);
  assert.deepEqual(open(), ["poll", "socket"]);
  assert.deepEqual(
    states.map(({ state }) => state),
    ["catching-up", "live"],
  );
});

test("better transports are tried ever more seldom, and as soon as at first after waking", () => {
  const world = behind({ socket: "refused", stream: "silent" }, { first: "poll" });
  const { feed, clock, links, pass, last } = world;
  feed.start();
  pass(1_000);
  const [poll] = links;
  const since = clock.now();
  const hum = (ms) => {
    for (let at = 0; at < ms; at += 4_000) {
      pass(4_000);
      poll.onHeartbeat("7f3a.19");
    }
  };
  hum(1_200_000);
  const sockets = links.filter(({ name }) => name === "socket").map(({ at }) => Math.round((at - since) / 15_000));
  assert.deepEqual(sockets, [1, 3, 7, 15, 31, 51, 71]);
  assert.equal(poll.isClosed, false);
  clock.sleep(60_000);
  feed.wake();
  pass(1_500);
  assert.equal(last().name, "poll");
  pass(15_000);
  assert.equal(links.filter(({ name }) => name === "socket").length, 8);
});

test("a stream that only lets its hello through does not take the place of polling", () => {
  const { feed, clock, links, open, last } = setUp({ first: "poll" });
  feed.start();
  const [poll] = links;
  poll.onHeartbeat("7f3a.17");
  const hum = (ms) => {
    for (let at = 0; at < ms; at += 5_000) {
      clock.advance(5_000);
      poll.onHeartbeat("7f3a.17");
    }
  };
  hum(15_000);
  last().onClose({}); // the socket
  last().onHeartbeat("7f3a.17");
  assert.deepEqual(open(), ["poll", "stream"]);
  hum(40_000);
  assert.deepEqual(
    open().filter((name) => name !== "socket"),
    ["poll"],
  );
  assert.equal(poll.isClosed, false);
});

test("a stream that is heard twice takes the place of polling, and loses nothing", () => {
  const { feed, clock, links, open, last, got } = setUp({ first: "poll" });
  feed.start();
  links[0].onHeartbeat("7f3a.17");
  for (let i = 0; i < 3; i += 1) {
    clock.advance(5_000);
    links[0].onHeartbeat("7f3a.17");
  }
  last().onClose({}); // the socket
  last().onHeartbeat("7f3a.18");
  last().onFrame(frame(18));
  assert.deepEqual(open(), ["stream"]);
  last().onFrame(frame(19));
  assert.deepEqual(got, [
    [18, "replay"],
    [19, "live"],
  ]);
});

test("a transport that falls silent twice after its hello is not taken for one that works", () => {
  const { begin, clock, last } = setUp();
  begin();
  for (let i = 0; i < 2; i += 1) {
    assert.equal(last().name, "socket");
    clock.advance(37_500);
    clock.advance(1_000);
    if (i === 0) last().onHeartbeat("7f3a.17");
  }
  assert.equal(last().name, "stream");
});

test("a server that asks to wait is not asked at another door before", () => {
  const { feed, clock, links, drop, last } = setUp({ random: 0 });
  feed.start();
  drop();
  drop({ code: 4503, retryAfterMs: 5_000 });
  clock.advance(4_999);
  assert.deepEqual(
    links.map(({ name }) => name),
    ["socket", "stream"],
  );
  clock.advance(1);
  assert.equal(last().name, "poll");
});

test("a device that says it has no network is offline at once, and tries again", () => {
  const { begin, feed, clock, states, isWaiting, last, links } = setUp();
  begin();
  clock.advance(3_000);
  feed.cutOff();
  assert.ok(isWaiting());
  assert.deepEqual([states.at(-1).state, states.at(-1).since], ["offline", clock.now() - 3_000]);
  feed.cutOff();
  clock.advance(1_000);
  assert.equal(links.length, 2);
  last().onHeartbeat("7f3a.17");
  assert.equal(states.at(-1).state, "live");
  feed.stop();
  feed.cutOff();
  assert.equal(clock.pending, 0);
});

test("a transport that the browser does not have counts as failed", () => {
  const clock = new FakeClock();
  const opened = [];
  const missing = {
    name: "socket",
    open: () => {
      throw new TypeError("not here");
    },
  };
  const stream = {
    name: "stream",
    open: () => {
      opened.push("stream");
      return { close() {} };
    },
  };
  const feed = new Feed({
    transports: [missing, stream],
    position: "7f3a.17",
    knows: isKnown,
    clock,
    random: () => 0.5,
    onFrame() {},
    onState() {},
  });
  feed.start();
  clock.advance(3_000);
  assert.deepEqual(opened, ["stream"]);
});

/** A feed that has fallen back to the stream and is live there. */
function onStream() {
  const world = setUp();
  world.feed.start();
  world.drop();
  world.last().onHeartbeat("7f3a.17");
  assert.equal(world.last().name, "stream");
  return world;
}

function hum({ clock, last }, minutes, link = last()) {
  for (let i = 0; i < minutes * 4; i += 1) {
    clock.advance(15_000);
    link.onHeartbeat("7f3a.17");
  }
}

test("after fifteen seconds on the stream the socket is tried beside it, and taken when it says hello", () => {
  const world = onStream();
  const stream = world.last();
  world.clock.advance(14_999);
  assert.equal(world.last(), stream);
  world.clock.advance(1);
  const socket = world.last();
  assert.equal(socket.name, "socket");
  assert.equal(stream.isClosed, false);
  stream.onFrame(frame(18));
  socket.onHeartbeat("7f3a.18");
  assert.equal(stream.isClosed, true);
  socket.onFrame(frame(18));
  socket.onFrame(frame(19));
  assert.deepEqual(
    world.got.map(([seq]) => seq),
    [18, 19],
  );
  assert.equal(world.states.filter(({ state }) => state === "live").length, 1);
  const count = world.links.length;
  hum(world, 11);
  assert.equal(world.links.length, count);
  world.feed.stop();
  assert.equal(world.clock.pending, 0);
});

test("a socket that still fails leaves the stream alone and is tried again later", () => {
  const world = onStream();
  const stream = world.last();
  world.feed.wake();
  world.feed.wake();
  assert.deepEqual(
    world.links.slice(-2).map(({ name }) => name),
    ["stream", "socket"],
  );
  world.drop();
  assert.equal(stream.isClosed, false);
  assert.equal(world.state(), "live");
  hum(world, 10, stream);
  assert.equal(world.links.filter(({ name }) => name === "socket").length, 6);
  world.feed.stop();
  assert.ok(world.isWaiting());
  assert.equal(world.clock.pending, 0);
});
