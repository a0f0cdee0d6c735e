import { fill } from "../fill.js";
import { say } from "../words/catalogue.js";
import { pollTruths } from "../words/poll.js";
import { firstAction, ACTIONS } from "../words/action.js";
import { truths } from "../words/trip.js";
import { drawWith, hubOf } from "./trip-hub.js";

/** The one action that the hub offers first: a link that always leads somewhere. */
class FirstAction extends HTMLElement {
  /** @type {HTMLAnchorElement} */
  link;

  connectedCallback() {
    this.link = this.querySelector("a");
    drawWith(this, (trip) => this.#draw(trip));
  }

  /** @param {TripNow} trip */
  #draw(trip) {
    const { nowMs } = trip;
    const polls = [...(trip.polls ?? [])].reverse();
    const { myPolls } = hubOf(this).querySelector("my-polls");
    /** @type {[string, Record<string, boolean>][]} */
    const ofPolls = polls.map((poll) => [poll.id, pollTruths(poll, myPolls.of(poll.id), trip, nowMs)]);
    const { asked } = this;
    const { name, pollId } = firstAction(truths(trip, nowMs), ofPolls, asked);
    const question = polls.find(({ id }) => id === pollId)?.question ?? "";
    const so = Object.fromEntries(ACTIONS.map((action) => [action, action === name]));
    fill(this, { question, asked: say("wait_for_you", { n: asked ?? 0 }) }, so);
    this.link.href = this.#address(name, pollId);
  }

  /** How many ask to be let in; null on the hub of who does not organise. */
  get asked() {
    return hubOf(this).querySelector("join-requests")?.querySelector("ul").children.length ?? null;
  }

  /** @param {string} name @param {string} pollId */
  #address(name, pollId) {
    if (name === "answer") return "#requests-title";
    if (name === "start") return `${this.dataset.url}/new`;
    return pollId ? `${this.dataset.url}/${pollId}` : "#share";
  }
}

customElements.define("first-action", FirstAction);
