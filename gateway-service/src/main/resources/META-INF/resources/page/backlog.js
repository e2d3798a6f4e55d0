/**
 * Reads a room's stored messages into its timeline: the newest when the player sits down, what was
 * missed after a reconnect, older ones on demand. After a reconnect the timeline has no hole:
 * either the gap is closed, or what lies before it is forgotten and read again on scrolling up.
 */
const READ_AFTER_MS = [0, 1_500, 5_000];
const LARGEST_GAP = 1_000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Backlog {
  #roomId;
  #history;
  #timeline;
  #changed;
  #stored;
  #before;
  #visit = 0;
  #anchor = null;
  #live = new Set();

  /**
   * @param {() => void} changed called when messages came or the state changed
   * @param {(messageId: string) => void} stored called for each message that was read
   */
  constructor({ roomId, history, timeline, changed, stored }) {
    this.#roomId = roomId;
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

  /** A SUBSCRIBE goes out: what the timeline ends with now is where the gap begins. */
  mark() {
    this.#visit++;
    this.#anchor = this.#timeline.last?.messageId ?? null;
    this.#live.clear();
  }

  /** The connection is away: reading for the last visit ends. */
  interrupt() {
    this.#visit++;
  }

  /** A message came live, so storing has caught up once history shows it. */
  sawLive(messageId) {
    this.#live.add(messageId);
  }

  /** The timeline forgot its oldest messages. */
  trimmed() {
    this.#before = this.#timeline.first.cursor;
    this.#changed();
  }

  /**
   * Closes the gap. Storing lags a moment behind the log, so history is asked again until it shows
   * a message that was also seen live, three times at most.
   *
   * @param {(count: number) => void} found called with the number of messages that were missed
   */
  async catchUp(found) {
    const visit = this.#visit;
    const returning = this.#anchor !== null;
    for (const wait of READ_AFTER_MS) {
      await pause(wait);
      if (visit !== this.#visit) {
        return;
      }
      const result = await this.#attempt(() => this.#readBack());
      if (returning && result?.added > 0) {
        found(result.added);
      }
      if (result?.settled) {
        return;
      }
    }
  }

  /** Reads one older page; where the first page could not be read, tries that again. */
  async readOlder() {
    if (this.loading || this.#before === null) {
      return;
    }
    if (this.#before === undefined) {
      await this.#attempt(() => this.#readBack());
      return;
    }
    await this.#attempt(async () => {
      const page = await this.#history.page(this.#roomId, this.#before);
      this.#timeline.merge(page.messages);
      this.#before = page.before;
    });
  }

  async #readBack() {
    const visit = this.#visit;
    const anchor = this.#anchor;
    const reached = ({ messageId }) => anchor === null || this.#timeline.hasUpTo(messageId, anchor);
    let run = [];
    let before = null;
    do {
      const page = await this.#history.page(this.#roomId, before);
      run = [...page.messages, ...run];
      before = page.before;
    } while (before !== null && !run.some(reached) && run.length < LARGEST_GAP);
    if (visit !== this.#visit) {
      return null;
    }
    const settled = run.some((message) => this.#live.has(message.messageId));
    const added = this.#fit(run, before, anchor, run.findIndex(reached));
    run.forEach((message) => this.#stored(message.messageId));
    return { added, settled };
  }

  /**
   * @param {number} start where in the run the timeline is met; -1 when the gap is too wide to be
   *   closed
   */
  #fit(run, before, anchor, start) {
    if (anchor !== null && start >= 0) {
      if (this.#before === undefined) {
        this.#timeline.merge(run.slice(0, start));
        this.#before = before;
      }
      return this.#timeline.merge(run.slice(start), anchor);
    }
    if (anchor !== null && run.length > 0) {
      this.#timeline.forgetThrough(anchor);
    }
    const added = this.#timeline.merge(run);
    this.#before = before;
    this.#anchor = run.at(-1)?.messageId ?? anchor;
    return added;
  }

  async #attempt(read) {
    this.loading = true;
    this.#changed();
    try {
      const result = await read();
      this.failed = false;
      return result;
    } catch {
      this.failed = true;
      return null;
    } finally {
      this.loading = false;
      this.#changed();
    }
  }
}
