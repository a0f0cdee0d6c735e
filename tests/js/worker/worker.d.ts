/** What the server writes before the worker: the release that it is of. */
declare const RELEASE: string;
