import { dropDraft } from "./draft.js";
import { retype, typedIn } from "./typed.js";
import { showQuestions } from "./which.js";
import { say } from "./words/catalogue.js";

/** A form that shows what stands, and holds what somebody typed over that and has not saved. */

const INITIAL = "initial-";

/**
 * To be called before the form gets a draft back.
 * @param {HTMLFormElement} form
 * @returns {() => void} to be called after it; offers what stands instead, where the two differ
 */
export function offerDiscard(form) {
  const stood = new Map(shownBy(form).map((field) => [field, field.value]));
  return () => {
    if (!stood.size || !Object.keys(typedIn(form)).length) return;
    const drafted = new Map([...stood.keys()].map((field) => [field, field.value]));
    const notice = noticeWith(() => {
      for (const [field, text] of stood) if (field.value === drafted.get(field)) field.value = text; // else it is newer
      form.reset();
      retype(form, Object.fromEntries(shownBy(form).map(({ name, value }) => [name.slice(INITIAL.length), [value]])));
      showQuestions(form);
      dropDraft(form.action);
      notice.remove();
      form.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    });
    form.prepend(notice);
  };
}

/** @param {HTMLFormElement} form */
const shownBy = (form) => [...form.elements].filter(({ name }) => name.startsWith(INITIAL));

/** @param {() => void} onDiscard */
function noticeWith(onDiscard) {
  const notice = document.createElement("p");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button button--quiet", textContent: say("discard") });
  button.addEventListener("click", onDiscard);
  notice.className = "notice";
  notice.append(say("put_back"), " ", button);
  return notice;
}
