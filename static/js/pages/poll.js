import { deferred } from "../deferred.js";
import "../elements/trip-hub.js";
import "../elements/trip-news.js";
import "../elements/connection-chip.js";
import "../elements/ended-notice.js";
import "../elements/poll-ballot.js";
import "../elements/date-ballot.js";
import "../elements/confirm-link.js";
import "../elements/once-form.js";
import { takeFocus } from "../keep-focus.js";

takeFocus();
deferred.comesFrom(new URL("../later/poll.js", import.meta.url));
