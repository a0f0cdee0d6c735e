import { deferred } from "../deferred.js";
import "../elements/trip-hub.js";
import "../elements/trip-news.js";
import "../elements/connection-chip.js";
import "../elements/ended-notice.js";
import "../elements/share-buttons.js";
import "../elements/copy-button.js";
import "../elements/personal-link.js";
import "../elements/undo-toast.js";
import "../elements/confirm-link.js";
import "../elements/once-form.js";

deferred.comesFrom(new URL("../later/hub.js", import.meta.url));
