import "../hide-as-of.js";
import "../ask-for-worker.js";
import "../elements/trip-view.js";
import "../elements/member-list.js";
import "../elements/member-finder.js";
import "../elements/poll-list.js";
import "../elements/first-action.js";
import "../elements/activity-list.js";
import "../elements/confetti-burst.js";
import "../elements/time-ago.js";
import "../elements/trip-messages.js";
import "../elements/join-requests.js";
import "../elements/my-role.js";
import { hearFrames } from "../hear-frames.js";
import { writeInvitation } from "../write-invitation.js";

for (const region of document.querySelectorAll("trip-news")) hearFrames(region);
for (const share of document.querySelectorAll("share-buttons")) writeInvitation(share);
