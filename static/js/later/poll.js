import "../hide-as-of.js";
import "../ask-for-worker.js";
import "../elements/trip-view.js";
import "../elements/poll-gone.js";
import "../elements/poll-view.js";
import "../elements/vote-grid.js";
import { drawVoters } from "../draw-voters.js";
import { hearFrames } from "../hear-frames.js";

for (const region of document.querySelectorAll("trip-news")) hearFrames(region);
for (const view of document.querySelectorAll("poll-view")) drawVoters(view);
for (const ballot of document.querySelectorAll("poll-ballot")) ballot.follow();
for (const ballot of document.querySelectorAll("date-ballot")) ballot.follow();
