import { allZones } from "../words/catalogue.js";

/** Chooses the browser's time zone, so that a deadline means what the organiser's clock says. */
class TimeZone extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select");
    const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (select.value || !name || name === "Etc/Unknown") return;
    if (![...select.options].some(({ value }) => value === name)) nameByItsLabel(select, name);
    select.value = name;
  }
}

/**
 * A zone that the list has by a newer name, "Asia/Calcutta", or not at all.
 * @param {HTMLSelectElement} select
 * @param {string} name
 */
async function nameByItsLabel(select, name) {
  const own = new Option(cityOf(name), name);
  select.add(own);
  const labels = await allZones().catch(() => undefined);
  if (!labels) return; // the name of the city will do
  const same = [...select.options].find(
    ({ value }) => value !== name && labels[name] && labels[value] === labels[name],
  );
  if (labels[name]) own.textContent = labels[name];
  if (!same) return;
  if (select.value === name) select.value = same.value;
  own.remove();
}

/** @param {string} name */
const cityOf = (name) => name.slice(name.lastIndexOf("/") + 1).replace(/_/g, " ");

customElements.define("time-zone", TimeZone);
