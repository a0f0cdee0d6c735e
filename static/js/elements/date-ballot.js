import { drawPollWith } from "../draw-poll.js";
import { PatientForm, VOTE } from "../patient-form.js";
import { isRunning, stateOf } from "../polls.js";
import { serverClock } from "../server-clock.js";

/** A member's answers to each of the dates. */
export class DateBallot extends PatientForm {
  words = VOTE;

  /** To be called once there is who draws the poll. */
  follow() {
    drawPollWith(this, (poll, _mine, trip) => {
      this.form.elements.optionsVersion.value = poll.optionsVersion;
      const isClosed = !isRunning(stateOf(poll, trip, serverClock.now()));
      for (const answers of this.querySelectorAll("fieldset")) answers.disabled = isClosed;
    });
  }
}

customElements.define("date-ballot", DateBallot);
