import "./elements/trip-hub.js";
import "./elements/trip-view.js";
import "./elements/once-form.js";
import "./elements/time-zone.js";
