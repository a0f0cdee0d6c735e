import { sentences, textOf } from "../words/catalogue.js";
import { isAboutPolls } from "../trip.js";
import { announcement, brief, replaySummary } from "../words/news.js";
import { hubOf } from "./trip-hub.js";

const PAUSE_MS = 3_000;
const MOST_LINES = 3;

/** The status region: says what others did, at most once in three seconds, and sums up what was missed. */
export class TripNews extends HTMLElement {
  /** @type {Happening[]} */
  #news = [];
  /** @type {Happening[]} */
  #missed = [];
  /** @type {string[]} */
  #words = [];
  /** @type {number|undefined} */
  #pause;
  #isGuest = false;

  connectedCallback() {
    const hub = hubOf(this);
    this.#isGuest = !hub.dataset.me;
    hub.addEventListener("trip:frame", ({ detail }) => this.#hear(detail));
    hub.addEventListener("trip:connection", ({ detail }) => detail.state === "live" && this.#sumUp());
  }

  /** For the other elements of the page: something to say that is not in the feed. @param {string} words */
  say(words) {
    if (words) this.#words.push(words);
    if (!this.#pause) this.#speak();
  }

  /** @param {Happening} news */
  #hear(news) {
    if (this.#isGuest && isAboutPolls(news.frame)) return;
    if (news.replay) this.#missed.push(news);
    else if (announcement(news.frame, news.after, news.before)) this.#news.push(news);
    this.say("");
  }

  #sumUp() {
    const missed = this.#missed.splice(0);
    if (!missed.length) return;
    const frames = missed.map(({ frame }) => frame);
    this.say(replaySummary(frames, missed[0].before, missed[missed.length - 1].after));
  }

  #speak() {
    const words = textOf(sentences(...this.#words.splice(0), inShort(this.#news.splice(0))));
    if (!words) return;
    this.textContent = words;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#speak();
    }, PAUSE_MS);
  }
}

/** @param {Happening[]} news */
function inShort(news) {
  const last = news[news.length - 1];
  if (!last) return "";
  const earlier = news
    .slice(0, -1)
    .map(({ frame, after }) => brief(frame, after))
    .filter(Boolean);
  return textOf(sentences(...earlier.slice(-MOST_LINES), announcement(last.frame, last.after, last.before)));
}

customElements.define("trip-news", TripNews);
