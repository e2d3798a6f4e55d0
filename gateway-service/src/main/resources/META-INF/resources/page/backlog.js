/**
 * Loads a room's stored messages into its timeline: the newest when the player enters, older ones
 * on demand. It does not load messages after the newest stored one: the room's stream continues
 * from its cursor.
 */
const STORED_LATE_MS = [0, 1_500, 6_000, 20_000];

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Backlog {
  #place;
  #history;
  #timeline;
  #changed;
  #stored;
  #before;

  /**
   * @param {() => void} changed called when messages came or the state changed
   * @param {(messageId: string) => void} stored called for each message that was read
   */
  constructor({ place, history, timeline, changed, stored }) {
    this.#place = place;
    this.#history = history;
    this.#timeline = timeline;
    this.#changed = changed;
    this.#stored = stored;
    this.loading = false;
    this.failed = false;
  }

  /** `more`, `beginning`, or `unknown` while nothing has been read. */
  get older() {
    return this.#before === undefined ? 'unknown' : this.#before === null ? 'beginning' : 'more';
  }

  /** The timeline forgot its oldest messages: they can be read again. */
  trimmed() {
    this.#before = this.#timeline.items.find(({ cursor }) => cursor)?.cursor ?? this.#before;
  }

  /**
   * Reads the newest page. If `anew` is asked for and there is anything in it, all that the timeline
   * held before is forgotten.
   *
   * @returns {Promise<boolean>} whether anything was read
   */
  readNewest({ anew = false } = {}) {
    return this.#read(null, (page) => {
      if (anew && page.messages.length > 0) {
        this.#timeline.clear();
      }
      return this.#take(page);
    });
  }

  /**
   * Reads one older page, if there is one.
   *
   * @returns {Promise<boolean>} whether anything was read
   */
  async readOlder() {
    if (this.loading || this.older !== 'more') {
      return false;
    }
    return this.#read(this.#before, (page) => this.#take(page));
  }

  /**
   * Reads the newest page again and again for a while: what is stored of the time before a stream that
   * had no cursor to go on from comes late.
   *
   * @param {() => boolean} closed whether nobody wants it any more
   */
  async readWhatWasStoredLate(closed) {
    for (const wait of STORED_LATE_MS) {
      await pause(wait);
      if (closed()) {
        return;
      }
      await this.readNewest();
    }
  }

  #take({ messages, before }) {
    this.#timeline.merge(messages);
    this.#before = before;
    messages.forEach(({ messageId }) => this.#stored(messageId));
    return messages.length > 0;
  }

  async #read(before, take) {
    this.loading = true;
    this.#changed();
    let found = false;
    try {
      found = take(await this.#history.page(this.#place, before));
      this.failed = false;
    } catch {
      this.failed = true;
    } finally {
      this.loading = false;
      this.#changed();
    }
    return found;
  }
}
