import { deferred } from "../deferred.js";
import "../elements/trip-hub.js";
import "../elements/trip-news.js";
import "../elements/ended-notice.js";
import "../elements/join-form.js";
import "../elements/once-form.js";

deferred.comesFrom(new URL("../later/join.js", import.meta.url));
