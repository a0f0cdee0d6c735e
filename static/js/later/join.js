import "../hide-as-of.js";
import "../ask-for-worker.js";
import "../elements/trip-view.js";
import "../elements/member-list.js";
import "../elements/member-finder.js";
import "../elements/time-ago.js";
import "../elements/pending-request.js";
import "../elements/place-in-line.js";
import "../elements/copy-button.js";
import "../elements/personal-link.js";
import "../elements/removed-notice.js";
import { hearFrames } from "../hear-frames.js";

for (const region of document.querySelectorAll("trip-news")) hearFrames(region);
