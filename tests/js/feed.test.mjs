import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Feed } from "../../static/js/feed.js";
import { isKnown } from "../../static/js/trip.js";
import { FakeClock } from "./clock.mjs";

const golden = JSON.parse(readFileSync(new URL("../frames.json", import.meta.url)));
const frame = (seq, epoch = "7f3a") => ({ seq, epoch, type: "MEMBER_JOINED", at: "2026-11-22T15:04:05Z", data: {} });
const unknown = (seq) => ({ ...frame(seq), type: "PHOTO_SHARED" });
const reset = (seq, epoch = "7f3a") => ({ seq, epoch, type: "RESET", at: "2026-11-22T15:04:05Z", data: { trip: {} } });

/** A feed at 7f3a.17 with three fake transports; every opening lands in `links`. */
function setUp({ random = 0.5, position = "7f3a.17", first, take = () => {} } = {}) {
  const clock = new FakeClock();
  const links = [];
  const got = [];
  const states = [];
  const worked = [];
  const transports = ["socket", "stream", "poll"].map((name) => ({
    name,
    open: (handlers) => {
      const link = { name, ...handlers, isClosed: false, at: clock.now() };
      links.push(link);
      return {
        close: () => {
          link.isClosed = true;
        },
      };
    },
  }));
  const feed = new Feed({
    transports,
    position,
    clock,
    knows: isKnown,
    random: () => random,
    first,
    onTransport: (name) => worked.push(name),
    onFrame: (given, { replay }) => {
      take();
      got.push([given.seq, replay ? "replay" : "live"]);
    },
    onState: (connection) => states.push(connection),
  });
  const last = () => links.at(-1);
  return {
    clock,
    links,
    got,
    states,
    worked,
    feed,
    last,
    open: () => links.filter((link) => !link.isClosed).map(({ name }) => name),
    fail: () => {
      for (const link of links) if (!link.isClosed) link.onClose({ terminal: false });
    },
    state: () => states.at(-1).state,
    begin: () => {
      feed.start();
      last().onHeartbeat(position);
    },
    isWaiting: () => links.every((link) => link.isClosed),
    drop: (why = {}) => last().onClose({ terminal: false, ...why }),
  };
}

/** Drops whatever is open and tells how long the feed then waits before the next. */
function waitAfterDrop({ drop, fail, links, clock }, why) {
  if (why) drop(why);
  else fail();
  const [count, droppedAt] = [links.length, clock.now()];
  clock.advance(400_000 - 1);
  assert.ok(links.length > count, "it tried again");
  return links[count].at - droppedAt;
}

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
