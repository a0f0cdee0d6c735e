import "../elements/trip-view.js";
import "../elements/poll-gone.js";
import "../elements/poll-view.js";
import { hearFrames } from "../hear-frames.js";

for (const region of document.querySelectorAll("trip-news")) hearFrames(region);
for (const ballot of document.querySelectorAll("poll-ballot")) ballot.follow();
for (const ballot of document.querySelectorAll("date-ballot")) ballot.follow();
