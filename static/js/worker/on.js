import "./life.js";
import "./pages.js";
import "./taps.js";
import "./push.js";
