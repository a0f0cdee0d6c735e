/**
 * Makes of this browser one that brings no cookie, which a socket always does, and keeps nothing: a frame on another
 * site's page is to know nobody. The modules that come after this one do without, as in browsers that lack it.
 */
const ownFetch = globalThis.fetch;

globalThis.fetch = (address, options) => ownFetch(address, { ...options, credentials: "omit" });

for (const name of ["WebSocket", "sessionStorage", "localStorage"])
  Object.defineProperty(globalThis, name, { value: undefined });
