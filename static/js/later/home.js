import "../ask-for-worker.js";
import "../elements/trip-view.js";
import "../elements/place-in-line.js";
