// Asks about the text while it is written: after a short pause, one question at a time, and only the newest counts.

/** How long the writer has to pause (ms). */
const PAUSE = 250;

/** Runs `ask(question)` for the newest question; `answered` and `failed` never hear about an old one. */
export class Checker {
  constructor(ask, answered, failed) {
    this.ask = ask;
    this.answered = answered;
    this.failed = failed;
    this.newest = 0;
    this.question = null;
    this.asking = false;
    /** The pause that is waited for, or 0. */
    this.timer = 0;
  }

  /** Asks when the writer pauses, or at once. */
  put(question, { now = false } = {}) {
    this.drop();
    this.question = question;
    this.timer = setTimeout(
      () => {
        this.timer = 0;
        this.send();
      },
      now ? 0 : PAUSE,
    );
  }

  /** Forgets what was asked. */
  drop() {
    this.newest += 1;
    this.question = null;
    clearTimeout(this.timer);
    this.timer = 0;
  }

  async send() {
    if (this.asking || this.question === null) return;
    const number = this.newest;
    const { question } = this;
    this.question = null;
    this.asking = true;
    try {
      const answer = await this.ask(question);
      if (number === this.newest) this.answered(answer, question);
    } catch (problem) {
      if (number === this.newest) this.failed(problem);
    } finally {
      this.asking = false;
      // What was written meanwhile is asked now if its own pause is over.
      if (this.timer === 0) this.send();
    }
  }
}
