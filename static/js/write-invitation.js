import { drawWith, hubOf } from "./elements/trip-hub.js";
import { inLanguage, learn, learnAllZones, learnZones } from "./words/catalogue.js";
import { invitation } from "./words/invitation.js";

/**
 * Keeps the text that is shared true: in the trip's language, and in the words of the moment. Where that is not the
 * page's, its words are asked for; without them the text stays as the server has written it.
 * @param {HTMLElement} share
 */
export async function writeInvitation(share) {
  const { language, url, zone, words } = share.dataset;
  const hub = hubOf(share);
  const { timeZone } = hub.state; // as served, which `zone` names: another may come while the words do
  if (words) {
    const shared = await import(words).catch(() => undefined);
    if (!shared) return;
    learn(shared.words, shared.loadZones);
    if (hub.state.timeZone !== timeZone) await learnAllZones(hub.state.timeZone).catch(() => {});
  }
  learnZones({ [timeZone]: `${zone}` }, language);
  /** @type {HTMLAnchorElement} */
  const whatsApp = share.querySelector("[data-action=whatsapp]");
  drawWith(share, (state) => {
    const text = inLanguage(language, () => invitation(state, state.nowMs));
    whatsApp.href = `https://wa.me/?text=${encodeURIComponent(`${text}\n${url}`)}`;
  });
}
