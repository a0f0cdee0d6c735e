import "../elements/once-form.js";
import "../elements/step-rows.js";
import "../elements/time-zone.js";
