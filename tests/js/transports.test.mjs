import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Feed } from "../../static/js/feed.js";
import { serverClock } from "../../static/js/server-clock.js";
import { eventParser } from "../../static/js/event-stream.js";
import { poll, socket, stream } from "../../static/js/transports.js";
import { FakeClock } from "./clock.mjs";

const { frames } = JSON.parse(readFileSync(new URL("../frames.json", import.meta.url)));
const SOCKET = "/ws/trips/goa";
const EVENTS = "/api/social-cart/events?tripId=goa";
const settle = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
const sse = (frame) => `id: ${frame.epoch}.${frame.seq}\ndata: ${JSON.stringify(frame)}\n\n`;
const json = (body, { status = 200, ...headers } = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });

class FakeWebSocket {
  static made = [];

  constructor(address) {
    this.address = String(address);
    FakeWebSocket.made.push(this);
  }

  close() {
    this.isClosed = true;
  }
}

/** A browser whose fetch hands out `answers` one by one; a missing answer never comes. */
function setUp(...answers) {
  const clock = new FakeClock();
  const asked = [];
  FakeWebSocket.made = [];
  const fetch = (address, options) =>
    new Promise((resolve, reject) => {
      asked.push({ address: new URL(address), ...options });
      options.signal.addEventListener("abort", () => reject(options.signal.reason));
      const answer = answers[asked.length - 1];
      if (answer instanceof Error) reject(answer);
      else if (answer) resolve(answer);
    });
  const calls = [];
  const handlers = {
    after: "7f3a.17",
    onOpen: () => calls.push("open"),
    onFrame: ({ seq }) => calls.push(seq),
    onHeartbeat: (position) => calls.push(`head ${position}`),
    onClose: (why) => calls.push(why),
  };
  const browser = {
    WebSocket: FakeWebSocket,
    fetch,
    setTimeout: clock.setTimeout,
    clearTimeout: clock.clearTimeout,
    reportError: (fault) => calls.push(fault.message),
    Math: { random: () => 0.5 },
    location: { href: "https://example.test/trips/goa" },
  };
  return { clock, asked, calls, handlers, browser };
}

/** An event stream that is written by hand. */
function openStream() {
  const encoder = new TextEncoder();
  let writer;
  const body = new ReadableStream({
    start: (controller) => {
      writer = controller;
    },
  });
  return {
    response: new Response(body, { headers: { "Content-Type": "text/event-stream" } }),
    write: async (text) => {
      writer.enqueue(typeof text === "string" ? encoder.encode(text) : text);
      await settle();
    },
    end: async () => {
      writer.close();
      await settle();
    },
    fail: async () => {
      writer.error(new TypeError("network"));
      await settle();
    },
  };
}

/** Sockets */

function openSocket() {
  const world = setUp();
  const handle = socket(SOCKET, world.browser).open(world.handlers);
  return { ...world, handle, line: FakeWebSocket.made[0] };
}

test("the socket says where it stands, in its own scheme, and leaves an empty position out", () => {
  assert.equal(openSocket().line.address, "wss://example.test/ws/trips/goa?after=7f3a.17");
  const { browser, handlers } = setUp();
  socket("http://localhost:8000/ws/trips/goa", browser).open({ ...handlers, after: "" });
  assert.equal(FakeWebSocket.made[0].address, "ws://localhost:8000/ws/trips/goa");
});

test("the socket tells heartbeats and frames apart", () => {
  const { line, calls } = openSocket();
  line.onopen();
  line.onmessage({ data: '{"seq":18,"epoch":"7f3a","type":"HEARTBEAT","data":{}}' });
  line.onmessage({ data: JSON.stringify(frames[0]) });
  assert.deepEqual(calls, ["open", "head 7f3a.18", 18]);
});

test("the socket's close codes are terminal or not", () => {
  for (const [code, terminal] of [
    [4400, true],
    [4403, true],
    [4404, true],
    [4410, true],
    [4429, false],
    [1012, false],
    [1006, false],
  ]) {
    const { line, calls, clock } = openSocket();
    line.onclose({ code });
    line.onclose({ code });
    assert.deepEqual(calls, [{ terminal, code }]);
    assert.equal(clock.pending, 0);
  }
});

test("a socket that is not open after ten seconds is given up", () => {
  const { clock, calls, line } = openSocket();
  clock.advance(9_999);
  assert.deepEqual(calls, []);
  clock.advance(1);
  assert.deepEqual(calls, [{ terminal: false }]);
  assert.equal(line.isClosed, true);
});

test("an open socket is not given up", () => {
  const { clock, calls, line } = openSocket();
  line.onopen();
  clock.advance(60_000);
  assert.deepEqual(calls, ["open"]);
});

test("a socket that talks nonsense is closed", () => {
  for (const data of ["<html>", "null", "{"]) {
    const { line, calls } = openSocket();
    line.onmessage({ data });
    assert.deepEqual(calls, [{ terminal: false }]);
    assert.equal(line.isClosed, true);
  }
});

test("a closed socket says nothing more and leaves no timer", () => {
  const { clock, calls, line, handle } = openSocket();
  handle.close();
  line.onopen();
  line.onmessage({ data: JSON.stringify(frames[0]) });
  line.onclose({ code: 4403 });
  assert.deepEqual(calls, []);
  assert.equal(line.isClosed, true);
  assert.equal(clock.pending, 0);
});

/** Streams */

test("the stream asks for events after its position and hears comments and frames", async () => {
  const events = openStream();
  const { calls, asked, handlers, browser, clock } = setUp(events.response);
  stream(EVENTS, browser).open(handlers);
  await settle();
  assert.equal(asked[0].address.href, "https://example.test/api/social-cart/events?tripId=goa&after=7f3a.17");
  assert.equal(asked[0].headers.Accept, "text/event-stream");
  await events.write(`: heartbeat 7f3a.18\n\n${sse(frames[0])}: keep-alive\n\n`);
  assert.deepEqual(calls, ["open", "head 7f3a.18", 18]);
  assert.equal(clock.pending, 0);
});

test("an empty position is left out of the stream's address", async () => {
  const { asked, handlers, browser } = setUp();
  stream(EVENTS, browser).open({ ...handlers, after: "" });
  assert.equal(asked[0].address.search, "?tripId=goa");
});

test("a stream that ends, breaks or never comes is closed and reported once", async () => {
  const ended = openStream();
  const broken = openStream();
  for (const [answer, finish] of [
    [ended.response, ended.end],
    [broken.response, broken.fail],
    [new TypeError("refused"), () => {}],
  ]) {
    const { calls, handlers, browser } = setUp(answer);
    stream(EVENTS, browser).open(handlers);
    await settle();
    await finish();
    const closings = calls.filter((one) => one !== "open");
    assert.deepEqual(
      closings.map(({ terminal }) => terminal),
      [false],
    );
  }
});

test("the retry a server leaves behind is waited", async () => {
  const events = openStream();
  const { calls, handlers, browser } = setUp(events.response);
  stream(EVENTS, browser).open(handlers);
  await settle();
  await events.write("retry: 7300\n\n");
  await events.end();
  assert.equal(calls.at(-1).retryAfterMs, 7_300);
});

test("why a stream was ended is told as a socket's close code", async () => {
  for (const [code, terminal] of [
    [4403, true],
    [4409, false],
  ]) {
    const events = openStream();
    const { calls, handlers, browser } = setUp(events.response);
    stream(EVENTS, browser).open(handlers);
    await settle();
    await events.write(`: closed ${code}\nretry: 7300\n\n`);
    await events.end();
    assert.deepEqual(calls.at(-1), { terminal, code, retryAfterMs: 7_300 });
  }
});

test("a stream that has not begun after ten seconds is given up and aborted", async () => {
  const { clock, calls, asked, handlers, browser } = setUp();
  stream(EVENTS, browser).open(handlers);
  clock.advance(10_000);
  await settle();
  assert.deepEqual(calls, [{ terminal: false }]);
  assert.equal(asked[0].signal.aborted, true);
});

test("a closed stream is aborted, says nothing more and leaves no timer", async () => {
  const events = openStream();
  const { clock, calls, asked, handlers, browser } = setUp(events.response);
  const early = stream(EVENTS, browser).open(handlers);
  early.close();
  await settle();
  assert.deepEqual(calls, []);
  assert.equal(clock.pending, 0);
  assert.equal(asked[0].signal.aborted, true);
});

test("a stream closed in the middle of a piece hands on nothing after that", async () => {
  const events = openStream();
  const { calls, handlers, browser } = setUp(events.response);
  const handle = stream(EVENTS, browser).open({
    ...handlers,
    onFrame: ({ seq }) => {
      calls.push(seq);
      handle.close();
    },
  });
  await settle();
  await events.write(`${sse(frames[0])}${sse(frames[1])}: heartbeat 7f3a.19\n\n`);
  assert.deepEqual(calls, ["open", 18]);
});

test("both HTTP doors read a refusal the same way", async () => {
  const body = { success: false, error: "x", message: "x", fields: {} };
  const cases = [400, 403, 404, 410].map((status) => [
    status,
    {},
    { terminal: true, code: 4000 + status, retryAfterMs: undefined },
  ]);
  cases.push([429, { "Retry-After": "30" }, { terminal: false, code: 4429, retryAfterMs: 30_000 }]);
  cases.push([503, { "Retry-After": "5" }, { terminal: false, code: 4503, retryAfterMs: 5_000 }]);
  cases.push([503, { "Retry-After": "soon" }, { terminal: false, code: 4503, retryAfterMs: undefined }]);
  cases.push([404, { "Content-Type": "text/html" }, { terminal: false, code: 4404, retryAfterMs: undefined }]);
  cases.push([200, { "Content-Type": "text/html" }, { terminal: false, code: 4200, retryAfterMs: undefined }]);
  for (const door of [stream, poll]) {
    for (const [status, headers, why] of cases) {
      const { calls, handlers, browser, clock } = setUp(json(body, { status, ...headers }));
      door(EVENTS, browser).open(handlers);
      await settle();
      assert.deepEqual(calls, [why]);
      assert.equal(clock.pending, 0);
    }
  }
});

/** Polling */

test("polling asks again about every four seconds, always after what it has", async () => {
  const { calls, asked, handlers, browser, clock } = setUp(
    json({ frames: frames.slice(0, 2) }),
    json({ frames: [] }),
    json({ frames: [frames[2]] }),
  );
  poll(EVENTS, browser).open(handlers);
  await settle();
  assert.deepEqual(calls.splice(0), ["open", "head 7f3a.19", 18, 19]);
  clock.advance(3_999);
  assert.equal(asked.length, 1);
  clock.advance(1);
  await settle();
  assert.deepEqual(calls.splice(0), ["head 7f3a.19"]);
  clock.advance(4_000);
  await settle();
  assert.deepEqual(calls, ["head 7f3a.20", 20]);
  assert.deepEqual(
    asked.map(({ address }) => address.searchParams.get("after")),
    ["7f3a.17", "7f3a.19", "7f3a.19"],
  );
  assert.equal(asked[0].headers.Accept, "application/json");
});

test("the pause between polls is jittered from three to five seconds", async () => {
  for (const [random, ms] of [
    [0, 3_000],
    [0.999, 4_998],
  ]) {
    const { asked, handlers, browser, clock } = setUp(json({ frames: [] }));
    poll(EVENTS, { ...browser, Math: { random: () => random } }).open(handlers);
    await settle();
    clock.advance(ms - 1);
    assert.equal(asked.length, 1);
    clock.advance(1);
    assert.equal(asked.length, 2);
  }
});

test("an empty position is left out of a poll until there is one", async () => {
  const { asked, handlers, browser, clock } = setUp(json({ frames: [frames[0]] }));
  poll(EVENTS, browser).open({ ...handlers, after: "" });
  await settle();
  clock.advance(4_000);
  assert.deepEqual(
    asked.map(({ address }) => address.searchParams.get("after")),
    [null, "7f3a.18"],
  );
});

test("a poll that hangs, fails or answers nonsense closes the polling", async () => {
  for (const answer of [
    undefined,
    new TypeError("refused"),
    json({ frames: "no" }),
    new Response("{", { headers: { "Content-Type": "application/json" } }),
  ]) {
    const { calls, handlers, browser, clock } = setUp(answer);
    poll(EVENTS, browser).open(handlers);
    await settle();
    clock.advance(10_000);
    await settle();
    assert.equal(calls.length, 1);
    assert.equal(calls[0].terminal, false);
    assert.equal(clock.pending, 0);
  }
});

test("closed polling asks no more, in a pause as in a request", async () => {
  for (const answer of [json({ frames: [] }), undefined]) {
    const { calls, asked, handlers, browser, clock } = setUp(answer);
    const handle = poll(EVENTS, browser).open(handlers);
    await settle();
    calls.length = 0;
    handle.close();
    await settle();
    clock.advance(60_000);
    assert.equal(asked.length, 1);
    assert.equal(asked[0].signal.aborted, true);
    assert.deepEqual(calls, []);
    assert.equal(clock.pending, 0);
  }
});

test("polling closed by a frame of its answer leaves no timer", async () => {
  const { handlers, browser, clock } = setUp(json({ frames: frames.slice(0, 2) }));
  const got = [];
  const handle = poll(EVENTS, browser).open({
    ...handlers,
    onFrame: ({ seq }) => {
      got.push(seq);
      handle.close();
    },
  });
  await settle();
  assert.deepEqual(got, [18]);
  assert.equal(clock.pending, 0);
});

test("a fault in the page's own handler is reported, and the feed may try again", async () => {
  const events = openStream();
  const onFrame = () => {
    throw new Error("oops");
  };
  for (const [door, answer] of [
    [stream, events.response],
    [poll, json({ frames: frames.slice(0, 1) })],
  ]) {
    const { calls, handlers, browser, clock } = setUp(answer);
    door(EVENTS, browser).open({ ...handlers, onFrame });
    await settle();
    if (door === stream) await events.write(sse(frames[0]));
    assert.ok(calls.includes("oops"));
    assert.equal(calls.filter((one) => one.terminal === false).length, 1);
    assert.equal(clock.pending, 0);
  }
});

test("a heartbeat alone does not move a poll's position past frames still to come", async () => {
  const hello = { seq: 18, epoch: "7f3a", type: "HEARTBEAT", data: {} };
  const { asked, handlers, browser, clock } = setUp(json({ frames: [hello] }));
  poll(EVENTS, browser).open(handlers);
  await settle();
  clock.advance(4_000);
  assert.equal(asked[1].address.searchParams.get("after"), "7f3a.17");
});

test("a heartbeat frame in a poll's answer is a heartbeat", async () => {
  const hello = { seq: 18, epoch: "7f3a", type: "HEARTBEAT", data: {} };
  const { calls, handlers, browser } = setUp(json({ frames: [hello, frames[0]] }));
  poll(EVENTS, browser).open(handlers);
  await settle();
  assert.deepEqual(calls, ["open", "head 7f3a.18", "head 7f3a.18", 18]);
});

test("the feed catches up over polling: the first answer is replay, the next is live", async () => {
  const { browser, clock } = setUp(json({ frames: [frames[0]] }), json({ frames: [frames[1]] }));
  const got = [];
  const feed = new Feed({
    transports: [poll(EVENTS, browser)],
    position: "7f3a.17",
    clock,
    knows: () => true,
    random: () => 0.5,
    onFrame: ({ seq }, { replay }) => got.push([seq, replay]),
    onState() {},
  });
  feed.start();
  await settle();
  clock.advance(4_000);
  await settle();
  feed.stop();
  assert.deepEqual(got, [
    [18, true],
    [19, false],
  ]);
  assert.equal(clock.pending, 0);
});

/** The time */

const heartbeat = (at) => ({ seq: 18, epoch: "7f3a", type: "HEARTBEAT", at, data: {} });

function showsTime(at) {
  const off = serverClock.now() - Date.parse(at);
  assert.ok(Math.abs(off) < 2_000, `${off} ms off ${at}`);
}

test("the hello of a socket is an answer, what comes later may have been long on its way", () => {
  const { line } = openSocket();
  line.onmessage({ data: JSON.stringify(heartbeat("2031-01-01T12:00:00Z")) });
  showsTime("2031-01-01T12:00:00Z");
  line.onmessage({ data: JSON.stringify(heartbeat("2031-01-01T11:00:00Z")) });
  showsTime("2031-01-01T12:00:00Z");
  line.onmessage({ data: JSON.stringify(heartbeat("2031-01-01T13:00:00Z")) });
  showsTime("2031-01-01T13:00:00Z");
});

test("a stream tells the time in a comment of its own, and one without it is a stream all the same", async () => {
  const events = openStream();
  const { calls, handlers, browser } = setUp(events.response);
  stream(EVENTS, browser).open(handlers);
  await settle();
  await events.write(": heartbeat 7f3a.18\n: at 2029-01-01T12:00:00.123456Z\n\n: heartbeat 7f3a.18\n\n");
  showsTime("2029-01-01T12:00:00Z");
  assert.deepEqual(calls, ["open", "head 7f3a.18", "head 7f3a.18"]);
});

test("each answer to a poll tells the time anew, from whichever server it comes", async () => {
  const moments = ["2032-01-01T12:00:40Z", "2032-01-01T12:00:00Z"];
  const { handlers, browser, clock } = setUp(...moments.map((at) => json({ frames: [heartbeat(at)] })));
  poll(EVENTS, browser).open(handlers);
  await settle();
  showsTime(moments[0]);
  clock.advance(4_000);
  await settle();
  showsTime(moments[1]);
});

/** The parser */

function parsed(pieces) {
  const calls = [];
  const push = eventParser({
    onData: (data) => calls.push(["data", data]),
    onComment: (comment) => calls.push(["comment", comment]),
    onRetry: (ms) => calls.push(["retry", ms]),
  });
  for (const piece of pieces) push(piece);
  return calls;
}

const TEXT =
  ': heartbeat 7f3a.18\n\nretry: 3000\nid: 7f3a.18\ndata: {"name":"李小龍 😀"}\n\n' +
  ": keep-alive\n\ndata:one\ndata: two\nevent: x\n\ndata: never ended";
const PARSED = [
  ["comment", "heartbeat 7f3a.18"],
  ["retry", 3000],
  ["data", '{"name":"李小龍 😀"}'],
  ["comment", "keep-alive"],
  ["data", "one\ntwo"],
];

test("the parser reads the same whatever the line ends, and wherever it is cut in two", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const text = TEXT.replaceAll("\n", end);
    assert.deepEqual(parsed([text]), PARSED);
    assert.deepEqual(parsed([...text]), PARSED);
    for (let i = 0; i <= text.length; i += 1) assert.deepEqual(parsed([text.slice(0, i), text.slice(i)]), PARSED);
  }
});

test("a stream cut at any byte, also inside a character, gives the same frames", async () => {
  const bytes = new TextEncoder().encode(`: heartbeat 7f3a.20\r\n\r\n${sse(frames[2]).replaceAll("\n", "\r\n")}`);
  for (let i = 1; i < bytes.length; i += 1) {
    const events = openStream();
    const names = [];
    const { handlers, browser } = setUp(events.response);
    stream(EVENTS, browser).open({ ...handlers, onFrame: ({ data }) => names.push(data.member.name) });
    await settle();
    await events.write(bytes.slice(0, i));
    await events.write(bytes.slice(i));
    assert.deepEqual(names, ["李小龍"], `cut at ${i}`);
  }
});

test("the parser passes over what it does not know", () => {
  assert.deepEqual(parsed(["retry: soon\nconstructor: x\n__proto__: y\ndata\n\n\n\n"]), [["data", ""]]);
});
