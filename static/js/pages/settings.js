import { deferred } from "../deferred.js";
import "../elements/once-form.js";
import "../elements/step-rows.js";
import "../elements/trip-hub.js";
import "../elements/trip-news.js";
import "../elements/connection-chip.js";
import "../elements/ended-notice.js";

deferred.comesFrom(new URL("../later/settings.js", import.meta.url));
