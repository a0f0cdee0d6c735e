/** Chooses the browser's time zone, so that a deadline means what the organiser's clock says. */
class TimeZone extends HTMLElement {
  connectedCallback() {
    const select = this.querySelector("select");
    const name = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (select.value || !name || name === "Etc/Unknown") return;
    if (![...select.options].some(({ value }) => value === name)) select.add(new Option(cityOf(name), name));
    select.value = name;
  }
}

const cityOf = (name) => name.split("/").pop().replace(/_/g, " ");

customElements.define("time-zone", TimeZone);
