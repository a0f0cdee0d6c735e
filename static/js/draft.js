/**
 * What was typed into the form that goes to an address, kept in this tab over a reload. It differs from what its page
 * came with: a page that begins with something else, by its query, has a draft of its own. What is `brief` in it, a
 * number, is there for the very next page of the tab alone, and for ten minutes at most: the phone may be somebody
 * else's by then.
 *
 * @typedef {Record<string, any>} Typed  by the names of the fields, as a form of its kind holds it
 * @typedef {{typed?: Typed, brief?: Typed, key?: string, message?: string}} Draft
 */
const PREFIX = "draft:";
const BRIEF_MS = 600_000;

const taken = takeBrief();

/** @param {string} address */
function storageKey(address) {
  const { pathname, search } = new URL(address, location.href);
  return `${PREFIX}${pathname}${search}`;
}

/** @param {string} address @param {Draft} draft */
export function keepDraft(address, draft) {
  try {
    const { brief } = draft;
    const until = brief && Date.now() + BRIEF_MS;
    sessionStorage.setItem(storageKey(address), JSON.stringify({ ...draft, until }));
  } catch {
    // a browser without storage: then the draft ends with the page
  }
}

/** @param {string} address @returns {Draft} */
export function readDraft(address) {
  return { ...read(storageKey(address)), brief: taken.get(storageKey(address)) };
}

/** @param {string} address */
export function dropDraft(address) {
  try {
    sessionStorage.removeItem(storageKey(address));
  } catch {
    // nothing was kept
  }
}

/** Whoever has the phone next finds none of them. */
export function dropDrafts() {
  for (const key of storageKeys()) sessionStorage.removeItem(key);
}

/** Out of the storage, whichever page this is. */
function takeBrief() {
  /** @type {Map<string, Typed>} */
  const found = new Map();
  for (const key of storageKeys()) {
    const { brief, until, ...draft } = read(key);
    if (brief) sessionStorage.setItem(key, JSON.stringify(draft));
    if (brief && until && Date.now() < until) found.set(key, brief);
  }
  return found;
}

/** @param {string} key @returns {Draft & {until?: number}} */
function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") ?? {};
  } catch {
    return {};
  }
}

function storageKeys() {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}
