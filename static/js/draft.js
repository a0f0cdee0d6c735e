/**
 * What was typed into the form that goes to an address, kept in this tab over a reload. It differs from what its page
 * came with: a page that begins with something else, by its query, has a draft of its own. What is `brief` in it, a
 * number, is there for the very next page of the tab alone, and for ten minutes at most: the phone may be somebody
 * else's by then.
 *
 * @typedef {Record<string, any>} Typed  by the names of the fields, as a form of its kind tells it
 * @typedef {{typed?: Typed, brief?: Typed, key?: string, message?: string}} Draft
 */
const PREFIX = "draft:";
const BRIEF_MS = 600_000;

const taken = takeBrief();

/** @param {string} address */
function place(address) {
  const { pathname, search } = new URL(address, location.href);
  return `${PREFIX}${pathname}${search}`;
}

/** @param {string} address @param {Draft} draft */
export function keepDraft(address, draft) {
  try {
    const { brief } = draft;
    const until = brief && Date.now() + BRIEF_MS;
    sessionStorage.setItem(place(address), JSON.stringify({ ...draft, until }));
  } catch {
    // a browser without storage: then the draft ends with the page
  }
}

/** @param {string} address @returns {Draft} */
export function readDraft(address) {
  return { ...read(place(address)), brief: taken.get(place(address)) };
}

/** @param {string} address */
export function dropDraft(address) {
  try {
    sessionStorage.removeItem(place(address));
  } catch {
    // nothing was kept
  }
}

/** Whoever has the phone next finds none of them. */
export function dropDrafts() {
  for (const name of places()) sessionStorage.removeItem(name);
}

/** Out of the storage, whichever page this is. */
function takeBrief() {
  /** @type {Map<string, Typed>} */
  const found = new Map();
  for (const name of places()) {
    const { brief, until, ...draft } = read(name);
    if (brief) sessionStorage.setItem(name, JSON.stringify(draft));
    if (brief && until && Date.now() < until) found.set(name, brief);
  }
  return found;
}

/** @param {string} name @returns {Draft & {until?: number}} */
function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null") ?? {};
  } catch {
    return {};
  }
}

function places() {
  try {
    return Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return [];
  }
}
