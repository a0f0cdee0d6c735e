import { needsMyPoll, needsVoters, stateOf } from "./polls.js";

/**
 * What this viewer alone may see of the polls, asked of the server where the frames say that there is more.
 * All viewers learn of that at the same moment, so each waits a random while and then asks once for everything that
 * came meanwhile. An answer that does not hold enough (our guess of the time may be ahead) is asked again, ever later,
 * and not for ever.
 *
 * @typedef {import("./feed.js").Clock} Clock
 * @typedef {import("./polls.js").TripOfPolls & Pick<Trip, "memberCount"|"polls">} Seen
 * @typedef {{isOn: boolean, topic: string, tries: number}} Question
 */

const SOONEST_MS = 300;
const LATEST_MS = 3_000;
const A_MEMBER_MS = 20; // so that not all hubs of a large group ask at once
const LONGEST_WAIT_MS = 60_000;
const MOST_TRIES = 8;
const NO_TRIP = {
  memberCount: 0,
  isDiscountUnlocked: false,
  cancelledAt: null,
  startDate: null,
  endDate: null,
  timeZone: "",
  polls: [],
};

export class MyPolls {
  #mine;
  #ask;
  #onChange;
  #names;
  #clock;
  #random;
  /** @type {Seen} */
  #trip = NO_TRIP;
  /** @type {Set<string>} */
  #doubted = new Set();
  /** @type {Map<string, Question>} */
  #questions = new Map();
  /** @type {Map<string, PollState>} */
  #states = new Map();

  /**
   * @param {{mine: Object<string, MyPoll>, ask: (pollId: string) => Promise<?MyPoll>, onChange: () => void,
   *   clock: Clock, random: () => number, names?: string}} options  `ask` gives null where there was no answer; `names`
   *   is the id of the poll whose voters the page names
   */
  constructor({ mine, ask, onChange, clock, random, names }) {
    this.#mine = { ...mine };
    this.#ask = ask;
    this.#onChange = onChange;
    this.#names = names;
    this.#clock = clock;
    this.#random = random;
  }

  /** @param {string} pollId @returns {MyPoll|undefined} */
  of(pollId) {
    return this.#mine[pollId];
  }

  /** Whether the server has been asked for all that it has to say now. @param {Poll} poll @returns {boolean} */
  isSure(poll) {
    const state = stateOf(poll, this.#trip, this.#clock.now());
    return !this.#doubted.has(poll.id) && !this.#needsMore(poll, state);
  }

  /**
   * Asks for what is missing beside this state.
   * @param {Seen} trip
   */
  look(trip) {
    this.#trip = trip;
    for (const poll of trip.polls ?? []) this.#consider(poll);
  }

  /** The network is back: what was given up may be answered now. */
  tryAgain() {
    for (const question of this.#questions.values()) question.tries = 0;
    this.look(this.#trip);
  }

  /** The viewer may have voted on another page, or another device, meanwhile. */
  doubt() {
    for (const { id } of this.#trip.polls ?? []) this.#doubted.add(id);
    this.tryAgain();
  }

  /** @param {Poll} poll */
  #consider(poll) {
    const state = stateOf(poll, this.#trip, this.#clock.now());
    const isReopened = this.#states.get(poll.id) === "closed" && state !== "closed";
    if (isReopened) this.#doubted.add(poll.id); // other ballots count now, this viewer's perhaps
    this.#states.set(poll.id, state);
    if (!this.#doubted.has(poll.id) && !this.#needsMore(poll, state)) return;
    const question = this.#questionAbout(poll.id, `${state} ${poll.version}`);
    if (question.isOn || question.tries === MOST_TRIES) return;
    question.isOn = true;
    this.#clock.setTimeout(() => this.#askFor(poll.id, question), this.#pause(question.tries));
    question.tries += 1;
  }

  /** @param {Poll} poll @param {PollState} state */
  #needsMore(poll, state) {
    const mine = this.of(poll.id);
    return needsMyPoll(poll, mine, state) || (poll.id === this.#names && needsVoters(poll, mine, state));
  }

  /** @param {string} pollId @param {string} topic */
  #questionAbout(pollId, topic) {
    const question = this.#questions.get(pollId) ?? { isOn: false, topic: "", tries: 0 };
    if (question.topic !== topic) Object.assign(question, { topic, tries: 0 });
    this.#questions.set(pollId, question);
    return question;
  }

  /** @param {number} tries */
  #pause(tries) {
    const latest = Math.max(LATEST_MS, A_MEMBER_MS * this.#trip.memberCount || 0);
    const first = SOONEST_MS + this.#random() * (latest - SOONEST_MS);
    return Math.min(first * 2 ** tries, LONGEST_WAIT_MS);
  }

  /** @param {string} pollId @param {Question} question */
  async #askFor(pollId, question) {
    const mine = await this.#ask(pollId);
    question.isOn = false;
    if (mine) this.#take(mine);
    this.look(this.#trip);
  }

  /** @param {MyPoll} mine */
  #take(mine) {
    const known = this.#trip.polls?.find(({ id }) => id === mine.pollId);
    const held = this.of(mine.pollId);
    if (known && mine.version >= known.version) this.#doubted.delete(mine.pollId);
    if (held && mine.version < held.version) return;
    this.#mine[mine.pollId] = mine;
    this.#onChange();
  }
}
