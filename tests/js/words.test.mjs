import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { stateOf, maybesOf, tallyOf } from "../../static/js/polls.js";
import { statusOf } from "../../static/js/trip.js";
import "../../static/js/languages/en.js";
import "../../static/js/languages/en-xa.js";
import { label, moment, span, until } from "../../static/js/words/dates.js";
import * as ofInvitation from "../../static/js/words/invitation.js";
import { dates as days, schedule } from "../../static/js/words/schedule.js";
import { linked } from "../../static/js/words/links.js";
import { alike, declined } from "../../static/js/words/lists.js";
import * as ofSteps from "../../static/js/words/discount.js";
import * as ofPoll from "../../static/js/words/poll.js";
import { voterParts, voterTruths } from "../../static/js/words/voters.js";
import {
  inLanguage,
  learn,
  learnAllZones,
  learnZones,
  pieces,
  say,
  sentences,
  table,
} from "../../static/js/words/catalogue.js";
import { firstAction } from "../../static/js/words/action.js";
import * as ofTrip from "../../static/js/words/trip.js";
import { plain } from "./spaces.mjs";

const words = JSON.parse(readFileSync(new URL("../words.json", import.meta.url)));
const nowMs = Date.parse(words.now);
await learnAllZones("UTC");

const tripOf = (said) => {
  const trip = { ...words.plain, ...said };
  return { ...trip, status: statusOf(trip, nowMs) };
};

const says = (said, expected) => {
  const trip = tripOf(said);
  const texts = {
    dates: schedule(trip),
    price: ofSteps.price(trip),
    pays: asText(ofSteps.pays(trip)),
    ladder: ofSteps.ladder(trip),
    deadline: ofTrip.deadline(trip, nowMs),
    zone: label(trip.timeZone),
    days: ofInvitation.daysOf(trip, nowMs),
    tail: ofInvitation.tail(trip, nowMs),
    share: ofInvitation.invitation(trip, nowMs),
  };
  for (const [name, text] of Object.entries(expected)) {
    assert.equal(plain(texts[name]), text, JSON.stringify(said));
  }
};

test("the browser says of a trip what the server says", () => {
  for (const [said, expected] of words.trips) says(said, expected);
});

for (const [language, { trips, votes }] of Object.entries(words.languages))
  test(`in ${language} too, with a form for each number`, async () => {
    await import(`../../static/js/languages/${language}.js`);
    await learnAllZones("UTC");
    inLanguage(language, () => {
      for (const [said, expected] of trips) says(said, expected);
      for (const [n, text] of Object.entries(votes)) assert.equal(say("votes", { n: Number(n) }), text);
    });
  });

test("the words of an invitation suffice for it", async () => {
  const whole = words.trips.map(([said]) => ofInvitation.invitation(tripOf(said), nowMs));
  const { words: shared } = await import("../../static/js/languages/shared/en.js");
  learn({ ...shared, language: "shared" });
  learnZones((await import("../../static/js/languages/zones/en.js")).default, "shared");
  const said = inLanguage("shared", () => words.trips.map(([said]) => ofInvitation.invitation(tripOf(said), nowMs)));
  assert.deepEqual(said, whole);
});

for (const [order, spans] of Object.entries(words.spansOfDays))
  test(`the year of a span stands where the language puts it: ${order}`, () => {
    learn({ ...table(), language: "ordered", texts: { ...table().texts, day_month_year: order } });
    const said = inLanguage("ordered", () => spans.map((of) => plain(span(...of.slice(0, 4)))));
    assert.deepEqual(
      said,
      spans.map((of) => of[4]),
    );
  });

/** With stars around what stands out and brackets around what somebody typed. */
const asText = (part) =>
  typeof part === "string"
    ? plain(part)
    : part
        .map(({ text, kind, isStrong }) => {
          const marks = { name: `[${text}]`, poll: `(${text})`, link: `<${text}>`, place: `{${text}}` };
          const marked = marks[kind] ?? text;
          return plain(isStrong ? `*${marked}*` : marked);
        })
        .join("");

const saidOf = (parts, truths) => [
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, asText(part)])),
  Object.keys(truths)
    .filter((name) => truths[name])
    .join(" "),
];

test("the browser draws of a trip what the server draws", () => {
  for (const [said, parts, truths] of words["rendered trips"]) {
    const trip = { ...tripOf(said), founderId: "ben", members: words.members };
    const rendered = saidOf(ofTrip.parts(trip, nowMs), ofTrip.truths(trip, nowMs));
    assert.deepEqual(rendered, [{ ...words.rendered, ...parts }, truths], JSON.stringify(said));
  }
});

test("the browser draws of a poll what the server draws", () => {
  for (const [of, said, seen, parts, truths, options] of words["rendered polls"]) {
    const [trip, poll, view] = [tripOf(of), { ...words.poll, ...said }, { ...words.view, ...seen }];
    const rendered = saidOf(ofPoll.pollParts(poll, view, trip, nowMs), ofPoll.pollTruths(poll, view, trip, nowMs));
    const tally = tallyOf(poll, view, stateOf(poll, trip, nowMs));
    const rows = poll.options.map((option) =>
      saidOf(
        ofPoll.optionParts(
          option,
          poll,
          tally?.[option.id] ?? null,
          maybesOf(poll, view, stateOf(poll, trip, nowMs))?.[option.id],
        ),
        ofPoll.optionTruths(option, poll, view, trip, nowMs),
      ),
    );
    assert.deepEqual(
      [...rendered, rows],
      [{ ...words["rendered poll"], ...parts }, truths, options],
      JSON.stringify([of, said, seen]),
    );
  }
});

test("the browser says who chose what as the server does", () => {
  const nobody = { voters: "", "voters-brief": "", "need-be": "", "need-be-brief": "" };
  for (const [day, votes, counts, parts, truths] of words.voters) {
    const option = { id: "this", text: "", startDate: day, endDate: day };
    const voters = votes.map(([name, yes, needBe]) => ({ name, choices: [yes], maybeChoices: [needBe] }));
    const said = [option, voters, ...counts];
    assert.deepEqual(saidOf(voterParts(...said), voterTruths(...said)), [{ ...nobody, ...parts }, truths]);
  }
});

test("the browser finds the links in a text that the server finds", () => {
  const { texts } = JSON.parse(readFileSync(new URL("../links.json", import.meta.url)));
  for (const [text, expected] of texts) {
    const marked = linked(text).map((piece) => (piece.kind ? `«${piece.text}»` : piece.text));
    assert.equal(marked.join(""), expected);
  }
});

test("the browser lists names as the server does", () => {
  for (const [names, sentence] of words.alike) assert.equal(asText(alike(names)), sentence);
});

test("the browser says who cannot come as the server does", () => {
  for (const [count, names, sentence] of words.declined) assert.equal(asText(declined({ count, names })), sentence);
});

test("whatever somebody is called, a sentence holds it as it is", () => {
  for (const text of ["<b>", "{n}", "{name}", "$&", "__proto__", ""]) {
    assert.equal(say("member_joined", { name: text }), `${text} joined.`);
  }
});

test("text goes on with text, and what stands out stands alone", () => {
  assert.deepEqual(sentences("", pieces("more_unlock_percent", { n: 1, percent: 5 }), "Now."), [
    { text: "1 more", isStrong: true },
    { text: " unlocks " },
    { text: "5 % off", isStrong: true },
    { text: ". Now." },
  ]);
});

test("an id that the catalogue does not have is a mistake, not a sentence", () => {
  assert.throws(() => say("no_such_id"));
});

test("in a zone that this browser does not know the server's words stay", () => {
  assert.equal(moment("2026-12-04T20:00:00Z", "Mars/Olympus", nowMs), undefined);
  assert.equal(until(["closes", "closes_end"], "2026-12-04T20:00:00Z", "Mars/Olympus", nowMs), undefined);
  const trip = { ...words.plain, startDate: "2026-12-12", timeZone: "Mars/Olympus" };
  assert.equal(plain(ofInvitation.daysOf(trip, nowMs)), "12 Dec");
  assert.equal(plain(schedule({ ...trip, startTime: "07:30" })), "12 Dec 2026, 07:30 (Olympus time)");
});

const dates = (startDate, endDate = null) => plain(days({ startDate, endDate }));

test("a trip of one day has one date", () => {
  assert.equal(dates("2030-12-12"), "12 Dec 2030");
  assert.equal(dates("2030-12-12", "2030-12-12"), "12 Dec 2030");
});

test("a day stays on one line", () => {
  assert.ok(!days({ startDate: "2030-12-12", endDate: "2030-12-15" }).includes(" "));
  assert.ok(!days({ startDate: "2030-12-12", endDate: null }).includes(" "));
});

test("of two days that share a month or a year it is said once", () => {
  assert.equal(dates("2030-12-12", "2030-12-15"), "12–15 Dec 2030");
  assert.equal(dates("2030-11-30", "2030-12-02"), "30 Nov – 2 Dec 2030");
  assert.equal(dates("2030-12-30", "2031-01-02"), "30 Dec 2030 – 2 Jan 2031");
});

test("the same day of another month or year is another day", () => {
  assert.equal(dates("2030-11-12", "2030-12-12"), "12 Nov – 12 Dec 2030");
  assert.equal(dates("2030-12-12", "2031-12-12"), "12 Dec 2030 – 12 Dec 2031");
});

test("without a first day there is nothing to say", () => {
  assert.equal(dates(null), "");
});

test("the page speaks its own language, and another where it is asked to", () => {
  assert.equal(
    inLanguage("en-xa", () => say("just_now")),
    "[ĵûšţ ñöŵ one]",
  );
  assert.equal(
    inLanguage("tlh", () => say("just_now")),
    "just now",
  );
  assert.throws(() => inLanguage("en-xa", () => say("nothing")));
  assert.equal(say("just_now"), "just now");
});

test("the browser offers first what the server offers first", () => {
  const so = (names) => Object.fromEntries(names.split(" ").map((name) => [name, true]));
  for (const [trip, polls, asked, action] of words.actions) {
    const ofPolls = Object.entries(polls).map(([id, names]) => [id, so(names)]);
    const { name, pollId } = firstAction(so(trip), ofPolls, asked);
    assert.deepEqual([name, pollId], action, JSON.stringify([trip, polls, asked]));
  }
});
