import "../anonymous.js";
import { deferred } from "../deferred.js";
import "../elements/trip-hub.js";
import "../elements/ended-notice.js";
import { tellHeight } from "../tell-height.js";

const hub = document.querySelector("trip-hub");

hub?.addEventListener("trip:connection", () => {
  const said = hub.querySelector("ended-notice > :not([hidden])");
  if (said) removeTrip(said.textContent.trim());
});

/** Removes what was said of a trip that may not be seen any more; a sentence says why. @param {string} sentence */
function removeTrip(sentence) {
  document.title = sentence;
  for (const each of document.querySelectorAll("trip-view, #state")) each.remove();
}

tellHeight();
deferred.comesFrom(new URL("../later/embed.js", import.meta.url));
