import "../ask-for-worker.js";
import "../elements/once-form.js";
import "../elements/push-news.js";
