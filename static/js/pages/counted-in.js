import "../elements/copy-button.js";
import "../elements/kept-link.js";
import "../elements/personal-link.js";
