/**
 * What was typed into the form that goes to an address, kept in this tab over a reload. It differs from what its page came
 * with: a page that begins with something else, by its query, has a draft of its own.
 */
function place(address) {
  const { pathname, search } = new URL(address, location.href);
  return `draft:${pathname}${search}`;
}

export function keepDraft(address, draft) {
  try {
    sessionStorage.setItem(place(address), JSON.stringify(draft));
  } catch {
    // a browser without storage: then the draft ends with the page
  }
}

export function readDraft(address) {
  try {
    return JSON.parse(sessionStorage.getItem(place(address))) ?? {};
  } catch {
    return {};
  }
}

export function dropDraft(address) {
  try {
    sessionStorage.removeItem(place(address));
  } catch {
    // nothing was kept
  }
}
