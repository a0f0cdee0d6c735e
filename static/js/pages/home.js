import { deferred } from "../deferred.js";
import "../elements/trip-hub.js";
import "../elements/once-form.js";
import "../elements/step-rows.js";
import "../elements/time-zone.js";

deferred.comesFrom(new URL("../later/home.js", import.meta.url));
