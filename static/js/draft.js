/** What was typed into the form of this page, kept in this tab over a reload. */
const place = () => `draft:${location.pathname}`;

export function keepDraft(values) {
  try {
    sessionStorage.setItem(place(), JSON.stringify(values));
  } catch {
    // a browser without storage: then the draft ends with the page
  }
}

export function readDraft() {
  try {
    return JSON.parse(sessionStorage.getItem(place())) ?? {};
  } catch {
    return {};
  }
}

export function dropDraft() {
  try {
    sessionStorage.removeItem(place());
  } catch {
    // nothing was kept
  }
}
