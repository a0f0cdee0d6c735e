/** What the server writes before the worker: the release that it is of. */
declare const RELEASE: string;

/** Background Sync: missing where a browser has none. */
interface SyncEvent extends ExtendableEvent {}

interface ServiceWorkerGlobalScopeEventMap {
  sync: SyncEvent;
}

interface ServiceWorkerRegistration {
  sync?: { register(tag: string): Promise<void> };
}
/** The key by which push services know the site. */
declare const PUSH_KEY: string;
