import "../elements/trip-view.js";
