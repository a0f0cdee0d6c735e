import { scope } from "./scope.js";

/**
 * Shows what is pushed, as browsers demand of each push, and opens the hub that it tells of. An address that the push
 * service has replaced is handed to the server, which sends the news of all trips there.
 */

const PLAIN_PUSH = { title: "SocialCart", body: "", url: "/", tag: "" };

scope.addEventListener("push", (event) => event.waitUntil(showPush(readPush(event.data))));
scope.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openHub(event.notification.data));
});
scope.addEventListener("pushsubscriptionchange", (event) =>
  /** @type {ExtendableEvent} */ (event).waitUntil(renewAddress()),
);

/** @param {?PushMessageData} data @returns {typeof PLAIN_PUSH} */
function readPush(data) {
  try {
    return { ...PLAIN_PUSH, ...data.json() };
  } catch {
    return PLAIN_PUSH;
  }
}

/** @param {typeof PLAIN_PUSH} push */
function showPush({ title, body, url, tag }) {
  return scope.registration.showNotification(title, { body, tag, data: url, dir: "auto", icon: "/icon-192.png" });
}

/** @param {string} url */
async function openHub(url) {
  const { origin } = scope.location;
  const { pathname } = new URL(url, origin); // on this site alone
  const tabs = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  const hub = tabs.find((tab) => new URL(tab.url).pathname === pathname);
  await (hub ? hub.focus() : scope.clients.openWindow(origin + pathname));
}

async function renewAddress() {
  const options = { userVisibleOnly: true, applicationServerKey: PUSH_KEY };
  const { endpoint = "", keys } = (await scope.registration.pushManager.subscribe(options)).toJSON();
  await fetch("/push", { method: "POST", body: new URLSearchParams({ endpoint, ...keys }), redirect: "manual" });
}
