/**
 * The range of a long conversation that is on the page, at most 240 messages: the newest while the
 * reader follows, otherwise those around the reader's position.
 */
const SIZE = 240;
const STEP = 80;

export class VisibleRange {
  #room;
  #top = null;
  #size;
  #step;

  /** @param {{items: Array<{messageId: string}>, indexOf: (id: string) => number}} room */
  constructor(room, size = SIZE, step = STEP) {
    this.#room = room;
    this.#size = size;
    this.#step = step;
  }

  /** @returns {number} the first message that is shown */
  get from() {
    const newest = Math.max(0, this.#room.items.length - this.#size);
    const at = this.#top === null ? -1 : this.#room.indexOf(this.#top);
    return at < 0 ? newest : Math.min(at, newest);
  }

  /** @returns {number} behind the last message that is shown */
  get to() {
    return Math.min(this.#room.items.length, this.from + this.#size);
  }

  get atEnd() {
    return this.to === this.#room.items.length;
  }

  /** Shows the newest from now on. */
  follow() {
    this.#top = null;
  }

  /** Stays where it is while messages come. */
  hold() {
    this.#top ??= this.#room.items[this.from]?.messageId ?? null;
  }

  /** @returns {boolean} whether there was something above to be shown */
  up() {
    return this.#move(this.from - this.#step);
  }

  /** @returns {boolean} whether there was something below to be shown */
  down() {
    return !this.atEnd && this.#move(this.from + this.#step);
  }

  #move(to) {
    const before = this.from;
    this.#top = this.#room.items[Math.max(0, to)]?.messageId ?? null;
    return this.from !== before;
  }
}
