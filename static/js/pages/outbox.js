import "../elements/kept-taps.js";
