/** Fills in the browser's time zone, so that a deadline means what the organiser's clock says. */
class TimeZone extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  }
}

customElements.define("time-zone", TimeZone);
