// Says things to those who do not see the page: politely, only after a pause, only what is new.

/** So long nothing may happen before the number of findings is said (ms). */
const PAUSE = 1500;

export class Announcer {
  /** @param {HTMLElement} live an element with `role="status"` */
  constructor(live) {
    this.live = live;
    this.said = "";
    this.timer = 0;
  }

  /** Says how things stand, when they have stood still for a while and are not what was said last. */
  standing(text) {
    this.moving();
    this.timer = setTimeout(() => {
      if (text === this.said) return;
      this.said = text;
      this.now(text);
    }, PAUSE);
  }

  /** How things stood is not how they stand any more. */
  moving() {
    clearTimeout(this.timer);
  }

  /** Says something at once, also the same thing twice. */
  now(text) {
    this.live.textContent = this.live.textContent === text ? `${text}\u00a0` : text;
  }

  /** Says nothing more, and forgets what was said. */
  end() {
    this.moving();
    this.said = "";
    this.live.textContent = "";
  }
}
