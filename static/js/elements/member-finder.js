import { say } from "../words/catalogue.js";
import { drawWith, hubOf } from "./trip-hub.js";

const SAID_AFTER_MS = 700; // once nobody types any more
const FIND = "#find=";

/**
 * Finds somebody in a long list of members, as one types; on a page that does not list all, on the one that does. What
 * is looked for stands in the fragment of its address, which no server sees.
 */
class MemberFinder extends HTMLElement {
  /** @type {HTMLInputElement} */
  input;
  /** @type {HTMLElement} */
  list;
  /** @type {number|undefined} */
  #saying;

  connectedCallback() {
    this.input = this.querySelector("input");
    this.list = this.closest("member-list");
    this.hidden = false;
    this.querySelector("form").addEventListener("submit", (event) => this.#findInAll(event));
    this.input.addEventListener("input", () => {
      this.#find();
      clearTimeout(this.#saying);
      this.#saying = setTimeout(() => this.#say(), SAID_AFTER_MS);
    });
    if (location.hash.startsWith(FIND)) {
      this.input.value = decodeURIComponent(location.hash.slice(FIND.length));
      this.input.focus();
      this.#say();
    }
    drawWith(this, () => this.#find());
  }

  get #rows() {
    return [...this.list.querySelectorAll("li")];
  }

  #find() {
    const sought = plain(this.input.value);
    for (const row of this.#rows) row.hidden = !plain(row.querySelector("bdi").textContent).includes(sought);
    const fold = this.list.querySelector("details");
    if (sought && fold) fold.open = true;
  }

  #say() {
    if (!this.input.value) return;
    const n = this.#rows.filter(({ hidden }) => !hidden).length;
    /** @type {?import("./trip-news.js").TripNews} */
    const news = hubOf(this).querySelector("trip-news");
    news?.say(n ? say("found", { n }) : say("found_nobody"));
  }

  /** @param {Event} event */
  #findInAll(event) {
    event.preventDefault();
    if (this.list.dataset.until) location.assign(`?all=1${FIND}${encodeURIComponent(this.input.value)}`);
  }
}

/** Without accents, in small letters. @param {?string} text */
const plain = (text) => (text ?? "").normalize("NFKD").replace(/\p{M}/gu, "").trim().toLowerCase();

customElements.define("member-finder", MemberFinder);
