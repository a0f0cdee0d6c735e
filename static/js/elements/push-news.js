/**
 * Asks the browser for the address at which its push service takes the news, once somebody taps for it, and sends that
 * with its form. Of what stands in it with data-if one part is shown: what this browser can do, or what to do first.
 */
class PushNews extends HTMLElement {
  connectedCallback() {
    this.#show();
    this.querySelector("[data-if=off]").addEventListener("click", ({ currentTarget }) =>
      this.#turnOn(/** @type {HTMLButtonElement} */ (currentTarget)),
    );
    if (this.#isOn) this.#renew().catch(() => {}); // its address may be another one by now
  }

  get #isOn() {
    return "on" in this.dataset && permission() === "granted";
  }

  /** @param {string} [state] */
  #show(state = this.#isOn ? "on" : permission()) {
    const shown = state === "default" || state === "granted" ? "off" : state;
    for (const part of this.querySelectorAll("[data-if]")) {
      const { if: is } = part.dataset;
      part.hidden = is !== shown && !(is === "off" && shown === "unreachable");
    }
  }

  /** @param {HTMLButtonElement} button */
  async #turnOn(button) {
    button.disabled = true; // the browser asks meanwhile
    try {
      if ((await Notification.requestPermission()) !== "granted") return this.#show();
      const form = this.querySelector("form");
      for (const [name, value] of Object.entries(await this.#given())) form.elements[name].value = value;
      /** @type {import("../patient-form.js").PatientForm} */ (this.querySelector("once-form")).send();
    } catch {
      this.#show("unreachable");
    } finally {
      button.disabled = false;
    }
  }

  async #renew() {
    const body = new URLSearchParams(await this.#given());
    await fetch(/** @type {string} */ (this.dataset.renews), { method: "POST", body });
  }

  /** What the server needs to send this browser something. @returns {Promise<Record<string, string>>} */
  async #given() {
    const { pushManager } = await navigator.serviceWorker.ready;
    const options = { userVisibleOnly: true, applicationServerKey: this.dataset.key };
    const subscription = await pushManager.subscribe(options).catch(async () => {
      await (await pushManager.getSubscription())?.unsubscribe(); // it may be for a key of before
      return pushManager.subscribe(options);
    });
    const { endpoint = "", keys } = subscription.toJSON();
    return { endpoint, ...keys };
  }
}

function permission() {
  if ("PushManager" in window && "serviceWorker" in navigator && "Notification" in window)
    return Notification.permission;
  // Safari of iPhones and iPads alone says whether it was opened from the home screen, and can push only then.
  return "standalone" in navigator && !navigator.standalone ? "not-at-home" : "lacking";
}

customElements.define("push-news", PushNews);
