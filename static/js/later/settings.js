import { followSettings } from "../follow-settings.js";

for (const settings of document.querySelectorAll("trip-settings")) followSettings(settings);
