/**
 * A room's subscription. After every reconnect it resumes after the newest message that the player
 * has, or where it began if there was no message, and reports the result.
 */
const POSITION_WAIT_MS = 5_000;
const COUNTED_FOR_MS = 700;
const FIRST_AGAIN_MS = 2_000;
const LONGEST_AGAIN_MS = 30_000;

let serial = 0;

export class Stream {
  #connection;
  #destination;
  #cursor;
  #beginning = null;
  #on;
  #stop = null;
  #receipt = null;
  #resumable = false;
  #timer = null;
  #again = null;
  #missed = null;
  #visits = 0;
  #refusals = 0;

  /**
   * @param {() => string|null} cursor the newest message's cursor, asked at each SUBSCRIBE
   * @param {object} on what is told: `message(body, cursor)`, which answers whether it was new and somebody
   *   else’s; `presence(body)`;
   *   `positioned(resumable)`, from here on nothing is missed, and `resumable` says whether a cursor
   *   was given; `broken(reason)`, the stream does not go on where it was left; `caughtUp(count)`
   *   after a reconnect; `refused(error)`; if the error is temporary, it is tried again
   */
  constructor({ connection, destination, cursor, on }) {
    this.#connection = connection;
    this.#destination = destination;
    this.#cursor = cursor;
    this.#on = on;
  }

  get isOpen() {
    return this.#stop !== null;
  }

  open() {
    this.#stop = this.#connection.subscribe(
      this.#destination,
      (body, headers) => this.#arrived(body, headers),
      () => this.#headers(),
    );
  }

  close() {
    this.lost();
    clearTimeout(this.#again);
    this.#stop?.();
    this.#stop = null;
  }

  /** The connection is away: nothing of the last SUBSCRIBE is waited for any more. */
  lost() {
    clearTimeout(this.#timer);
    this.#receipt = null;
    this.#missed = null;
  }

  /**
   * @param {string} [cursor] from where the stream goes on
   * @returns {boolean} whether the receipt was for this subscription
   */
  receipt(id, cursor = null) {
    if (id !== this.#receipt) {
      return false;
    }
    this.#beginning = cursor;
    this.#positioned();
    return true;
  }

  /** @returns {boolean} whether the refusal was of this subscription */
  error(error) {
    if (this.#receipt === null || error.receiptId !== this.#receipt) {
      return false;
    }
    this.close();
    if (error.temporary) {
      const wait = Math.min(LONGEST_AGAIN_MS, FIRST_AGAIN_MS * 2 ** this.#refusals++);
      this.#again = setTimeout(() => this.open(), wait);
    }
    this.#on.refused(error);
    return true;
  }

  #headers() {
    const after = this.#cursor() ?? this.#beginning;
    this.lost();
    this.#receipt = `subscribe-${++serial}`;
    this.#resumable = after !== null;
    this.#missed = this.#visits++ > 0 ? 0 : null;
    this.#timer = setTimeout(() => this.#positioned(), POSITION_WAIT_MS);
    return { receipt: this.#receipt, ...(after === null ? {} : { after }) };
  }

  #positioned() {
    this.#receipt = null;
    this.#refusals = 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#counted(), COUNTED_FOR_MS);
    this.#on.positioned(this.#resumable);
  }

  #counted() {
    const missed = this.#missed;
    this.#missed = null;
    if (missed > 0) {
      this.#on.caughtUp(missed);
    }
  }

  #arrived(body, headers) {
    if (headers.resumed === 'false') {
      this.#missed = null;
      this.#on.broken(headers.reason ?? '');
    } else if (typeof body.connectedCount === 'number') {
      this.#on.presence(body);
    } else if (typeof body.messageId === 'string' && typeof body.content === 'string') {
      const foreign = this.#on.message(body, headers['message-id']);
      if (foreign && this.#missed !== null) {
        this.#missed++;
      }
    }
  }
}
