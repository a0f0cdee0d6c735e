/**
 * What was typed into the form that goes to an address, kept in this tab over a reload. It differs from what its page came
 * with: a page that begins with something else, by its query, has a draft of its own.
 * What is `brief` in it, a number, is there for the very next page of the tab alone, and for ten minutes at most: the phone
 * may be somebody else's by then.
 */
const PREFIX = "draft:";
const BRIEF_MS = 600_000;

const taken = takeBrief();

function place(address) {
  const { pathname, search } = new URL(address, location.href);
  return `${PREFIX}${pathname}${search}`;
}

export function keepDraft(address, draft) {
  try {
    const { brief } = draft;
    const until = brief && Date.now() + BRIEF_MS;
    sessionStorage.setItem(place(address), JSON.stringify({ ...draft, until }));
  } catch {
    // a browser without storage: then the draft ends with the page
  }
}

export function readDraft(address) {
  return { ...read(place(address)), brief: taken.get(place(address)) };
}

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
  const found = new Map();
  for (const name of places()) {
    const { brief, until, ...draft } = read(name);
    if (brief) sessionStorage.setItem(name, JSON.stringify(draft));
    if (brief && Date.now() < until) found.set(name, brief);
  }
  return found;
}

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? {};
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
