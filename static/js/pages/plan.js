import "../elements/once-form.js";
import "../elements/time-zone.js";
