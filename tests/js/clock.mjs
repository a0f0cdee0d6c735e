/** A clock that moves when told to; `pending` is what a leak would leave behind. */
export class FakeClock {
  #now = 1_000_000;
  #timers = new Map();
  #id = 0;

  now = () => this.#now;

  setTimeout = (act, ms) => {
    this.#timers.set(++this.#id, { act, due: this.#now + ms });
    return this.#id;
  };

  clearTimeout = (id) => this.#timers.delete(id);

  get pending() {
    return this.#timers.size;
  }

  advance(ms) {
    const end = this.#now + ms;
    for (;;) {
      const [id, timer] = [...this.#timers].sort(([, a], [, b]) => a.due - b.due)[0] ?? [];
      if (!timer || timer.due > end) break;
      this.#timers.delete(id);
      this.#now = Math.max(this.#now, timer.due);
      timer.act();
    }
    this.#now = end;
  }

  /** The device slept: time has passed and no timer has run. */
  sleep(ms) {
    this.#now += ms;
  }
}
