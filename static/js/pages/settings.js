import { deferred } from "../deferred.js";
import "../elements/once-form.js";
import "../elements/trip-hub.js";
import "../elements/ended-notice.js";
import "../elements/trip-settings.js";

deferred.comesFrom(new URL("../later/settings.js", import.meta.url));
