/**
 * What scripts take for granted of the pages: what they look for stands in the templates, and is HTML. The browser
 * tests hold that.
 */

interface ParentNode {
  querySelector<Tag extends keyof HTMLElementTagNameMap>(selectors: Tag): HTMLElementTagNameMap[Tag];
  querySelector<Kind extends HTMLElement = HTMLElement>(selectors: string): Kind;
  querySelectorAll<Tag extends keyof HTMLElementTagNameMap>(selectors: Tag): NodeListOf<HTMLElementTagNameMap[Tag]>;
  querySelectorAll<Kind extends HTMLElement = HTMLElement>(selectors: string): NodeListOf<Kind>;
}

interface Document {
  getElementById<Kind extends HTMLElement = HTMLElement>(id?: string): Kind;
}

interface Element {
  closest<Tag extends keyof HTMLElementTagNameMap>(selectors: Tag): HTMLElementTagNameMap[Tag];
  closest<Kind extends HTMLElement = HTMLElement>(selectors: string): Kind;
}

interface HTMLCollection {
  [Symbol.iterator](): ArrayIterator<HTMLElement>;
}

/** A field of any kind: a select alone has options, but all that ours ask of a field an input has. */
interface Field extends HTMLInputElement {
  options?: HTMLOptionsCollection;
  selectedIndex: number;
}

interface HTMLFormControlsCollection {
  [Symbol.iterator](): ArrayIterator<Field>;
  // biome-ignore lint/suspicious/noExplicitAny: a field of any kind, or several radio buttons
  [name: string]: any;
}

/** Of a template: what stands in it is one element. */
interface DocumentFragment {
  cloneNode(deep: true): { firstElementChild: HTMLElement } & DocumentFragment;
}

interface HTMLElementTagNameMap {
  "my-polls": import("../../static/js/elements/my-polls.js").MyPollsElement;
  "poll-ballot": import("../../static/js/elements/poll-ballot.js").PollBallot;
  "date-ballot": import("../../static/js/elements/date-ballot.js").DateBallot;
  "trip-hub": import("../../static/js/elements/trip-hub.js").TripHub;
  "trip-news": import("../../static/js/elements/trip-news.js").TripNews;
}

/** A frame that came, and what it has changed. */
interface Happening {
  frame: Frame;
  replay: boolean;
  before: Trip;
  after: Trip;
}

interface HTMLElementEventMap {
  "trip:frame": CustomEvent<Happening>;
  "trip:connection": CustomEvent<import("../../static/js/feed.js").Connection>;
}

/** Missing where a browser has no Trusted Types. */
declare var trustedTypes:
  | { createPolicy(name: string, rules: object): { createScriptURL(text: string): string } }
  | undefined;
