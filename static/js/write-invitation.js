import { drawWith, hubOf } from "./elements/trip-hub.js";
import { inLanguage, learnZones } from "./words/catalogue.js";
import { invitation } from "./words/invitation.js";

/**
 * Keeps the text that is shared true: in the trip's language, and in the words of the moment.
 * @param {HTMLElement} share
 */
export function writeInvitation(share) {
  const { language, url, zone } = share.dataset;
  learnZones({ [hubOf(share).state.timeZone]: `${zone}` }, language);
  /** @type {HTMLAnchorElement} */
  const whatsApp = share.querySelector("[data-action=whatsapp]");
  drawWith(share, (state) => {
    const text = inLanguage(language, () => invitation(state, state.nowMs));
    whatsApp.href = `https://wa.me/?text=${encodeURIComponent(`${text}\n${url}`)}`;
  });
}
