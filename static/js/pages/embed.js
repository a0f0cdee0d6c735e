import "../anonymous.js";
import { deferred } from "../deferred.js";
import "../elements/trip-hub.js";
import "../elements/ended-notice.js";
import { tellHeight } from "../tell-height.js";

tellHeight();
deferred.comesFrom(new URL("../later/embed.js", import.meta.url));
