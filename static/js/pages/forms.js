import "../elements/once-form.js";
