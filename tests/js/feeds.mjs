import assert from "node:assert/strict";

import { Feed } from "../../static/js/feed.js";
import { isKnown } from "../../static/js/trip.js";
import { FakeClock } from "./clock.mjs";

export const frame = (seq, epoch = "7f3a") => ({
  seq,
  epoch,
  type: "MEMBER_JOINED",
  at: "2026-11-22T15:04:05Z",
  data: {},
});
export const unknown = (seq) => ({ ...frame(seq), type: "PHOTO_SHARED" });
export const reset = (seq, epoch = "7f3a") => ({
  seq,
  epoch,
  type: "RESET",
  at: "2026-11-22T15:04:05Z",
  data: { trip: {} },
});

export function setUp({ random = 0.5, position = "7f3a.17", first, take = () => {} } = {}) {
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
export function waitAfterDrop({ drop, fail, links, clock }, why) {
  if (why) drop(why);
  else fail();
  const [count, droppedAt] = [links.length, clock.now()];
  clock.advance(400_000 - 1);
  assert.ok(links.length > count, "it tried again");
  return links[count].at - droppedAt;
}
