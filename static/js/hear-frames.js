import { hubOf } from "./elements/trip-hub.js";
import { isForMembers } from "./trip.js";
import { sentences, textOf } from "./words/catalogue.js";
import { announcement, brief, replaySummary } from "./words/news.js";

const MOST_SENTENCES = 3;

/**
 * Has the status region say what others did, and sum up what was missed.
 * @param {import("./elements/trip-news.js").TripNews} region
 */
export function hearFrames(region) {
  const hub = hubOf(region);
  const isGuest = !hub.dataset.me;
  /** @type {Happening[]} */
  const news = [];
  /** @type {Happening[]} */
  const missed = [];
  hub.addEventListener("trip:frame", ({ detail }) => {
    if (isGuest && isForMembers(detail.frame)) return;
    if (detail.replay) missed.push(detail);
    else if (announcement(detail.frame, detail.after, detail.before)) {
      news.push(detail);
      region.say(() => inShort(news.splice(0)));
    }
  });
  hub.addEventListener("trip:connection", ({ detail }) => {
    if (detail.state === "live" && missed.length) region.say(summary(missed.splice(0)));
  });
}

/** @param {Happening[]} missed */
const summary = (missed) =>
  replaySummary(
    missed.map(({ frame }) => frame),
    missed[0].before,
    missed[missed.length - 1].after,
  );

/** @param {Happening[]} news */
function inShort(news) {
  const last = news[news.length - 1];
  if (!last) return "";
  const earlier = news
    .slice(0, -1)
    .map(({ frame, after }) => brief(frame, after))
    .filter(Boolean);
  return textOf(sentences(...earlier.slice(-MOST_SENTENCES), announcement(last.frame, last.after, last.before)));
}
