/**
 * Taps that wait for the network, in this browser's IndexedDB; the service worker alone writes there.
 *
 * @typedef {"join"|"wait"|"decline"|"vote"|"message"} Kind
 * @typedef {"waiting"|"asks"|"refused"} State  asks: to be sent only if somebody says so
 * @typedef {object} Tap
 * @property {string} id  of two taps with one id the later counts
 * @property {Kind} kind
 * @property {string} url  where it goes, a path
 * @property {string} page  where it was tapped, a path
 * @property {string} title  of the trip or the poll, as last seen
 * @property {string} what  a name or a message
 * @property {string} key  the idempotency key
 * @property {[string, string][]} body  the fields of the form, without a number and without its token
 * @property {boolean} isBare  whether a number was left out
 * @property {string} client  of the page that tries by itself as long as it is there
 * @property {number} at  when it was tapped, by the device
 * @property {State} state
 * @property {number} [notBefore]  by the device
 * @property {string} [message]  why it was refused
 * @property {string} [next]  the page that helps
 */

const NAME = "socialcart";
const STORE = "taps";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

/**
 * @template Found
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<Found>} ask
 * @returns {Promise<Found>}
 */
async function inStore(mode, ask) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const change = database.transaction(STORE, mode);
      const asked = ask(change.objectStore(STORE));
      change.oncomplete = () => resolve(asked.result);
      change.onabort = () => reject(change.error);
    });
  } finally {
    database.close();
  }
}

/** The oldest first. @returns {Promise<Tap[]>} */
export async function keptTaps() {
  const found = await inStore("readonly", (store) => store.getAll());
  return found.sort((one, other) => one.at - other.at);
}

/** @param {string} id @returns {Promise<Tap|undefined>} */
export const keptTap = (id) => inStore("readonly", (store) => store.get(id));

/** @param {Tap} tap */
export const keepTap = (tap) => inStore("readwrite", (store) => store.put(tap));

/** @param {string} id */
export const dropTap = (id) => inStore("readwrite", (store) => store.delete(id));

export const dropTaps = () => inStore("readwrite", (store) => store.clear());
