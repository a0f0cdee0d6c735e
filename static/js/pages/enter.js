import "../elements/enter-link.js";
