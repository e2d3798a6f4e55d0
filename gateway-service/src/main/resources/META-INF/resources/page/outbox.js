/**
 * The player's own messages that the log has not accepted yet, in the order in which they were
 * written. One is sent at a time, so they arrive in that order. An entry gets its messageId when
 * it is first sent, and keeps it through every retry, across reconnects and reloads, which makes a
 * retry safe. A gateway remembers an id for two minutes: an older entry waits until the room's
 * newer messages have been read, and if it is not among them, it is sent with a new id.
 *
 * States: `waiting` (not sent, or sent and unanswered), `sending`, `accepted` (has its receipt,
 * but was not read back yet), `refused` (permanently, with the code; the player decides).
 */
import { learn } from './clock.js';
import { uuidv7 } from './uuid.js';

const NO_RECEIPT_AFTER_MS = 30_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
const ID_FRESH_FOR_MS = 10_000;
const ID_KNOWN_FOR_MS = 110_000;
const CAUGHT_UP_AFTER_MS = 5_000;
const LOGGED_AFTER_MS = 45_000;

export class Outbox {
  #entries;
  #transmit;
  #keep;
  #changed;
  #ready = false;
  #resumedAt = 0;
  #timer = null;
  #timed = null;
  #awaited = new Map();

  /**
   * @param {(entry: object) => boolean} transmit sends one entry with its messageId as receipt;
   *   false when away
   * @param {{read: () => Array|null, write: (entries: Array|null) => void}} keep where entries
   *   survive a reload
   * @param {() => void} changed called after every change
   */
  constructor({ transmit, keep, changed }) {
    this.#transmit = transmit;
    this.#keep = keep;
    this.#changed = changed;
    this.#entries = (keep.read() ?? []).map((entry) => ({
      ...entry,
      state: entry.state === 'refused' ? 'refused' : 'waiting',
      ...(entry.state === 'sending' ? { doubtedAt: Date.now() } : {}),
    }));
  }

  /** @returns {ReadonlyArray<object>} oldest first */
  get entries() {
    return this.#entries;
  }

  /** How many talk messages would be lost by leaving now. */
  get unsent() {
    return this.#entries.filter((e) => e.type === 'TALK' && e.state !== 'accepted').length;
  }

  /** @param {object} more what else the message has: `receiverId`, `turnNumber` … */
  add(type, content, more = {}) {
    const entry = {
      ...more,
      messageId: uuidv7(),
      idMadeAt: Date.now(),
      type,
      content,
      state: 'waiting',
      tries: 0,
      writtenAt: new Date().toISOString(),
    };
    this.#entries.push(entry);
    this.#settle();
    this.#pump();
    return entry;
  }

  /** The connection is there and subscribed: what waits is sent. */
  resume() {
    this.#ready = true;
    this.#resumedAt = Date.now();
    this.#pump();
  }

  /**
   * The connection is away: what is under way waits again. If the connection was closed for what the
   * page had sent, that is sent once more; a message that has closed it twice is refused.
   *
   * @param {boolean} blamed whether it was closed for that
   * @returns {boolean} whether something was under way that may have closed it
   */
  pause(blamed = false) {
    this.#ready = false;
    this.#clearTimer();
    const underWay = this.#entries.filter((e) => e.state === 'sending');
    for (const entry of underWay) {
      Object.assign(entry, { state: 'waiting', doubtedAt: Date.now() });
      if (blamed) {
        entry.closed = (entry.closed ?? 0) + 1;
        Object.assign(entry, entry.closed > 1 && { state: 'refused', code: 'CLOSED_CONNECTION' });
      }
    }
    this.#settle();
    return underWay.length > 0;
  }

  /** The receipt: the log has the message. @returns {boolean} whether the id was one of ours */
  accepted(messageId) {
    const entry = this.#find(messageId);
    if (entry) {
      entry.state = 'accepted';
      this.#next(entry);
    }
    return entry !== undefined;
  }

  /** The message was read back from the room: it needs no keeping. */
  seen(messageId) {
    const entry = this.#remove(messageId);
    if (entry) {
      this.#next(entry);
    }
  }

  /** The gateway refused it: for now (sent again after a while, order kept) or for good. */
  refused(messageId, { code, message, temporary, until, serverTime }) {
    const entry = this.#find(messageId);
    if (!entry || entry.state === 'accepted') {
      return false;
    }
    learn(serverTime);
    if (code === 'MESSAGE_ID_EXPIRED' || (code === 'INVALID_MESSAGE_ID' && serverTime)) {
      Object.assign(entry, { state: 'waiting', idExpired: true });
      this.#next(entry);
    } else if (temporary) {
      entry.state = 'waiting';
      entry.doubtedAt = code === 'LOG_UNAVAILABLE' ? Date.now() : entry.doubtedAt;
      entry.tries += 1;
      this.#sleep(entry, Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (entry.tries - 1)));
      this.#settle();
    } else if (entry.type !== 'TALK') {
      this.discard(messageId);
    } else {
      Object.assign(entry, { state: 'refused', code, reason: message, until });
      this.#next(entry);
    }
    return true;
  }

  /** Sends a refused message again, with the id it had. */
  again(messageId) {
    const entry = this.#find(messageId);
    if (entry?.state === 'refused') {
      entry.state = 'waiting';
      this.#settle();
      this.#pump();
    }
  }

  /** @returns {Promise<void>} resolved when the log has the entry, or it was taken out */
  done(entry) {
    return new Promise((resolve) => {
      this.#awaited.set(entry, resolve);
      this.#settle();
    });
  }

  /** Takes a message out. @returns {string|null} its text, for the player to mend */
  discard(messageId) {
    const entry = this.#remove(messageId);
    this.#next(entry);
    return entry?.content ?? null;
  }

  /** Forgets everything and sends nothing more. */
  close() {
    this.#ready = false;
    this.#clearTimer();
    this.#entries = [];
    this.#keep.write(null);
  }

  #find(messageId) {
    return this.#entries.find((entry) => entry.messageId === messageId);
  }

  #remove(messageId) {
    const at = this.#entries.findIndex((entry) => entry.messageId === messageId);
    return at < 0 ? undefined : this.#entries.splice(at, 1)[0];
  }

  #next(entry) {
    if (entry === this.#timed) {
      this.#clearTimer();
    }
    this.#settle();
    this.#pump();
  }

  #pump() {
    const open = this.#entries.find((e) => e.state === 'waiting' || e.state === 'sending');
    if (!this.#ready || this.#timer !== null || !open) {
      return;
    }
    if (open.state === 'sending') {
      open.doubtedAt = Date.now();
    }
    if (!this.#hasGoodId(open)) {
      return;
    }
    if (this.#transmit(open)) {
      open.state = 'sending';
      this.#keepAll();
      this.#sleep(open, NO_RECEIPT_AFTER_MS);
    }
    this.#changed();
  }

  /**
   * Gives the entry an id of now where it needs one; false while it may yet turn out to be in the
   * log under the one that it has.
   */
  #hasGoodId(entry) {
    const now = Date.now();
    const age = Math.abs(now - entry.idMadeAt);
    const doubted = entry.doubtedAt !== undefined;
    if (!entry.idExpired && age < (doubted ? ID_KNOWN_FOR_MS : ID_FRESH_FOR_MS)) {
      return true;
    }
    if (doubted) {
      entry.doubtedAt = Math.min(entry.doubtedAt, now);
      this.#resumedAt = Math.min(this.#resumedAt, now);
      const wait =
        Math.max(this.#resumedAt + CAUGHT_UP_AFTER_MS, entry.doubtedAt + LOGGED_AFTER_MS) - now;
      if (wait > 0) {
        this.#sleep(entry, wait);
        return false;
      }
    }
    Object.assign(entry, { messageId: uuidv7(), idMadeAt: now, idExpired: false });
    delete entry.doubtedAt;
    return true;
  }

  #sleep(entry, ms) {
    this.#clearTimer();
    this.#timed = entry;
    this.#timer = setTimeout(() => {
      this.#clearTimer();
      this.#pump();
    }, ms);
  }

  #clearTimer() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#timed = null;
  }

  #settle() {
    const kept = this.#keepAll();
    this.#awaited.forEach((resolve, entry) => kept.includes(entry) || resolve());
    this.#changed();
  }

  #keepAll() {
    const kept = this.#entries.filter((entry) => entry.state !== 'accepted');
    this.#keep.write(kept.length > 0 ? kept : null);
    return kept;
  }
}
