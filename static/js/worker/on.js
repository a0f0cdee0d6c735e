import "./life.js";
