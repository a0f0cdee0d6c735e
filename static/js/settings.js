import "./elements/once-form.js";
import "./elements/trip-hub.js";
import "./elements/ended-notice.js";
import "./elements/trip-settings.js";
