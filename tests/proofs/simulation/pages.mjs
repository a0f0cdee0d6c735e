// The product's feed.js, transports.js and trip.js, for many pages at once, on a clock that the other end of the pipe
// moves: one line in (what happens to a page), one line out (what the page does, and when its next timer is due).
import { createInterface } from "node:readline";

import { Feed } from "../../../static/js/feed.js";
import { poll, socket, stream } from "../../../static/js/transports.js";
import { applyFrame, isKnown } from "../../../static/js/trip.js";

/** Numbers from 0 to 1 out of a seed (mulberry32). */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

let now = 0;

class Page {
  #timers = new Map();
  #lines = new Map();
  #count = 0;
  done = [];

  constructor({ ref, state, seed, frames, unknown, first }) {
    const page = this;
    const random = randomOf(seed);
    const clock = {
      now: () => now,
      setTimeout: (act, ms) => page.#setTimeout(act, ms),
      clearTimeout: (id) => page.#timers.delete(id),
    };
    const browser = {
      ...clock,
      location: { href: "http://127.0.0.1:8000/" },
      Math: { random },
      reportError: (fault) => page.done.push(["fault", `${fault.stack}`]),
      fetch: (address, options) => page.#fetch(address, options),
      WebSocket: class {
        constructor(address) {
          const id = page.#open(this, "socket", address);
          this.close = () => page.done.push(["close", id]);
        }
      },
    };
    this.state = state;
    const where = encodeURIComponent(ref);
    const events = `/api/social-cart/events?tripId=${where}&frames=${frames}`;
    this.feed = new Feed({
      transports: [
        socket(`/ws/trips/${where}?frames=${frames}`, browser),
        stream(events, browser),
        poll(events, browser),
      ],
      position: `${state.epoch}.${state.seq}`,
      knows: (type) => isKnown(type) && !unknown.includes(type), // a page of an older release
      onFrame: (frame, { replay }) => {
        this.state = applyFrame(this.state, frame);
        this.done.push(["frame", frame, replay]);
      },
      onState: ({ state: name, code }) => this.done.push(["state", name, code ?? 0]),
      clock,
      random,
      first,
    });
  }

  #setTimeout(act, ms) {
    this.#timers.set(++this.#count, { act, due: now + Math.max(0, ms) });
    return this.#count;
  }

  #open(line, kind, address, accept = "") {
    const id = ++this.#count;
    this.#lines.set(id, line);
    this.done.push(["open", id, kind, address.pathname + address.search, accept]);
    return id;
  }

  #fetch(address, { headers, signal }) {
    return new Promise((answer, fail) => {
      const line = { answer, fail, chunks: [], wanted: null };
      const id = this.#open(line, "fetch", address, headers.Accept);
      signal.onabort = () => {
        this.done.push(["close", id]);
        this.#break(line);
      };
    });
  }

  #break(line) {
    const fault = new Error("network");
    line.fail(fault);
    line.isBroken = true;
    line.wanted?.fail(fault);
  }

  runTimers() {
    for (;;) {
      const [id, timer] = this.#next() ?? [];
      if (!timer || timer.due > now) return;
      this.#timers.delete(id);
      timer.act();
    }
  }

  #next() {
    let first;
    for (const each of this.#timers) if (!first || each[1].due < first[1].due) first = each;
    return first;
  }

  due() {
    return this.#next()?.[1].due ?? null;
  }

  /** What the network brings to a line. */
  meet([id, kind, ...what]) {
    const line = this.#lines.get(id);
    const acts = {
      open: () => line.onopen?.(),
      message: ([data]) => line.onmessage?.({ data }),
      close: ([code]) => line.onclose?.({ code }),
      head: ([status, headers]) => line.answer(answerOf(line, status, headers)),
      body: ([text]) => {
        line.chunks.push({ done: false, value: Uint8Array.from(Buffer.from(text, "latin1")) });
        line.hand?.();
      },
      end: () => {
        line.chunks.push({ done: true });
        line.hand?.();
      },
      broken: () => this.#break(line),
    };
    acts[kind](what);
    if (kind === "close") this.#lines.delete(id);
  }
}

function answerOf(line, status, headers) {
  line.hand = () => {
    if (line.wanted && line.chunks.length) {
      const { give } = line.wanted;
      line.wanted = null;
      give(line.chunks.shift());
    }
  };
  const read = () =>
    new Promise((give, fail) => {
      if (line.isBroken && !line.chunks.length) return fail(new Error("network"));
      line.wanted = { give, fail };
      line.hand();
    });
  const json = async () => {
    const parts = [];
    for (;;) {
      const { done, value } = await read();
      if (done) return JSON.parse(Buffer.concat(parts).toString());
      parts.push(value);
    }
  };
  const names = new Headers(headers);
  return { ok: status >= 200 && status < 300, status, headers: names, json, body: { getReader: () => ({ read }) } };
}

let pages = new Map();
const acts = {
  clear: () => {
    pages = new Map();
  },
  make: (id, options) => pages.set(id, new Page(options)),
  start: (id) => pages.get(id).feed.start(),
  stop: (id) => pages.get(id).feed.stop(),
  wake: (id) => pages.get(id).feed.wake(),
  cutOff: (id) => pages.get(id).feed.cutOff(),
  resume: (id) => pages.get(id).feed.resume(),
  meet: (id, event) => pages.get(id).meet(event),
  time: (id) => pages.get(id).runTimers(),
  state: (id) => pages.get(id).done.push(["is", pages.get(id).state]),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [at, id, act, what] = JSON.parse(line);
  now = at;
  acts[act](id, what);
  await new Promise(setImmediate); // promises go on
  const page = pages.get(id);
  const done = page?.done.splice(0) ?? [];
  process.stdout.write(`${JSON.stringify([page?.due() ?? null, done])}\n`);
}
