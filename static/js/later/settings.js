import "../ask-for-worker.js";
import "../elements/trip-view.js";
import "../elements/trip-settings.js";
import { hearFrames } from "../hear-frames.js";

for (const region of document.querySelectorAll("trip-news")) hearFrames(region);
