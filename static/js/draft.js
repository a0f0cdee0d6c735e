/** What was typed into the form that goes to an address, kept in this tab over a reload. */
const place = (address) => `draft:${new URL(address, location.href).pathname}`;

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
