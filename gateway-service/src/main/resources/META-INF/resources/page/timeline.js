/**
 * The messages of a room in the room's order, each once. Live messages are added at the end; pages
 * of history are inserted where they belong. Cursors are opaque: the order comes only from
 * adjacent messages.
 */
const KEPT = 2_000;
const KEPT_WHILE_HELD = 4_000;

export class Timeline {
  #items = [];
  #known = new Map();
  #newestCursor = null;
  #detached = false;

  /** @returns {ReadonlyArray<object>} oldest first */
  get items() {
    return this.#items;
  }

  get last() {
    return this.#items.at(-1) ?? null;
  }

  get first() {
    return this.#items[0] ?? null;
  }

  /** Whether messages newer than the last one here were forgotten, or came and were not kept. */
  get detached() {
    return this.#detached;
  }

  /** @returns {string|null} the newest cursor: where the stream goes on */
  get cursor() {
    if (this.#detached) {
      return this.#newestCursor;
    }
    return this.#items.findLast((message) => message.cursor)?.cursor ?? null;
  }

  /** @returns {number} the message's place, or -1 */
  indexOf(messageId) {
    return this.#known.has(messageId)
      ? this.#items.findLastIndex((message) => message.messageId === messageId)
      : -1;
  }

  /** Keeps a message at the end, unless the end is detached. @returns {boolean} whether it was new */
  append(message) {
    if (this.#known.has(message.messageId)) {
      return false;
    }
    if (this.#detached) {
      this.#newestCursor = message.cursor ?? this.#newestCursor;
      return true;
    }
    this.#known.set(message.messageId, message);
    this.#items.push(message);
    return true;
  }

  /**
   * Fits an unbroken run of the room, oldest first, in where its neighbours are; at the beginning
   * where none of them is known. A run that lies behind everything here, with a hole between, is left
   * out: the stream brings what is in the hole first, and the run after it.
   *
   * @returns {number} how many messages were new
   */
  merge(run) {
    if (this.#isBeyond(run)) {
      return 0;
    }
    let at = 0;
    let added = 0;
    for (const message of run) {
      if (this.#known.has(message.messageId)) {
        at = Math.max(at, this.indexOf(message.messageId) + 1);
      } else {
        this.#known.set(message.messageId, message);
        this.#items.splice(at++, 0, message);
        added++;
      }
    }
    return added;
  }

  #isBeyond(run) {
    const strange = run.every(({ messageId }) => !this.#known.has(messageId));
    return strange && Date.parse(run[0]?.createdAt) > Date.parse(this.last?.createdAt);
  }

  /**
   * Forgets what lies before the newest `keep` messages.
   *
   * @returns {boolean} whether anything was forgotten
   */
  trim(keep) {
    const gone = this.#items.splice(0, Math.max(0, this.#items.length - keep));
    gone.forEach((message) => this.#known.delete(message.messageId));
    return gone.length > 0;
  }

  /**
   * Keeps a long visit's memory flat: forgets the oldest messages, which scrolling up reads again;
   * while the reader is up there, the newest.
   *
   * @returns {boolean} whether the oldest were forgotten
   */
  limit(held) {
    const { length } = this.#items;
    if (held && length > KEPT_WHILE_HELD) {
      this.trimNewest(KEPT_WHILE_HELD / 2);
    }
    return !held && length > KEPT && this.trim(KEPT / 2);
  }

  /** Forgets what lies behind the oldest `keep` messages: the end is detached from now on. */
  trimNewest(keep) {
    this.#newestCursor = this.cursor;
    const gone = this.#items.splice(keep);
    gone.forEach((message) => this.#known.delete(message.messageId));
    this.#detached ||= gone.length > 0;
  }

  /** Forgets everything; the next message is the end. */
  clear() {
    this.trim(0);
    this.#detached = false;
  }
}

/** A player who has said nothing for this long is no longer listed. */
const SEEN_WITHIN_MS = 2 * 60 * 60 * 1000;

/**
 * Who is at the table, judged by what was said there: a JOIN or TALK seats a player, a LEAVE takes
 * the seat away.
 *
 * @returns {Array<{memberId: string, nickname: string, since: string}>} first come first
 */
export function membersOf(items, now = Date.now()) {
  const members = new Map();
  for (const { senderId, senderNickname, type, createdAt } of items) {
    if (type === 'LEAVE') {
      members.delete(senderId);
    } else if (senderId && now - Date.parse(createdAt) < SEEN_WITHIN_MS) {
      const since = members.get(senderId)?.since ?? createdAt;
      members.set(senderId, { memberId: senderId, nickname: senderNickname, since });
    }
  }
  return [...members.values()];
}
