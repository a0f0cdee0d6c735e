import "../ask-for-worker.js";
import "../elements/once-form.js";
