/**
 * A player in one room: combines live messages, stored messages and the outbox. Does not use the
 * DOM.
 *
 * On entering, it reads the newest page of history, and the stream continues after it, so no
 * message is missed. A stream with a gap starts again in the same way; if that has a gap too, a
 * message of the type GAP marks where messages may be missing.
 *
 * Events: `change` (messages, outbox, backlog, presence); `live` {message}; `caughtUp` {count} and
 * `gap` after a reconnect; `refused` {code, message}: the room may not be entered.
 */
import { Backlog } from './backlog.js';
import { turnOf } from './game.js';
import { KINDS, keyOf } from './kinds.js';
import { Outbox } from './outbox.js';
import { Stream } from './stream.js';
import { tab } from './storage.js';
import { Timeline, membersOf } from './timeline.js';
import { unreadOf } from './unread.js';

const LEAVE_WAIT_MS = 2_000;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

export class Room extends EventTarget {
  #connection;
  #kind;
  #timeline = new Timeline();
  #stream;
  #stops = [];
  #begunAnew = false;
  #closed = false;

  /** @param {string|null} read the id of the newest message the player has read */
  constructor({ place, me, connection, history, read = null }) {
    super();
    Object.assign(this, { place, me, read, roomId: place.roomId, key: keyOf(place) });
    this.presence = null;
    this.refusal = null;
    this.held = false;
    this.#connection = connection;
    this.#kind = KINDS[place.kind];
    this.outbox = this.#makeOutbox(`outbox.${me.playerId}.${this.key}`);
    this.#stream = this.#makeStream();
    this.backlog = new Backlog({
      place,
      history,
      timeline: this.#timeline,
      changed: () => this.#changed(),
      stored: (messageId) => this.outbox.seen(messageId),
    });
  }

  /** Whether players can whisper here. */
  get whispers() {
    return this.#kind.whispers;
  }

  /** The state of the game: `turnOf`; null at a table. */
  get turn() {
    return this.#kind.turns ? turnOf(this.items) : null;
  }

  /** Messages in the room's order, oldest first. */
  get items() {
    return this.#timeline.items;
  }

  /** Whether messages newer than the last item came and were not kept: `toNewest` brings them. */
  get detached() {
    return this.#timeline.detached;
  }

  /** @returns {number} the message's place among the items, or -1 */
  indexOf(messageId) {
    return this.#timeline.indexOf(messageId);
  }

  /** Who is here: as the gateways say, else judged by who came and spoke. */
  get members() {
    return this.presence?.members ?? membersOf(this.items);
  }

  /** Whom the player may whisper to. */
  get others() {
    return this.members.filter(({ memberId }) => memberId !== this.me.playerId);
  }

  /** @returns {string|null} a player's name, as far as it is known here */
  nameOf(playerId) {
    const here = this.members.find(({ memberId }) => memberId === playerId);
    const spoke = here ?? this.items.findLast(({ senderId }) => senderId === playerId);
    return spoke?.nickname ?? spoke?.senderNickname ?? null;
  }

  /** Own talk that has not been read back from the room yet. */
  get pending() {
    return this.outbox.entries.filter((entry) => entry.type === 'TALK');
  }

  /** What others said since the player last looked. */
  get unread() {
    return unreadOf(this.items, this.read, this.me.playerId);
  }

  /** Everything that is here has been read. @returns {boolean} whether that is news */
  markRead() {
    const last = this.#timeline.last?.messageId ?? null;
    const news = last !== null && last !== this.read;
    this.read = last ?? this.read;
    return news;
  }

  /** @param {boolean} greets whether JOIN is said; not by a player who was here already */
  async enter(greets) {
    this.#listen(
      'receipt',
      ({ id, cursor }) => this.#stream.receipt(id, cursor) || this.outbox.accepted(id),
    );
    this.#listen('lost', ({ blamed }) => this.#lost(blamed));
    if (greets) {
      this.outbox.add('JOIN', this.#kind.said('JOIN', this.me.nickname));
    }
    await this.backlog.readNewest();
    if (!this.#closed) {
      this.#stream.open();
    }
  }

  /** Reads older messages; if not even the newest could be read, begins anew. */
  async readOlder() {
    if (this.backlog.older === 'unknown' && !this.backlog.loading) {
      await this.#beginAnew();
    } else {
      await this.backlog.readOlder();
    }
  }

  /** Goes on at the newest messages, if they were not kept. */
  async toNewest() {
    if (this.detached) {
      await this.#beginAnew();
    }
  }

  /** @param {string} [receiverId] makes it a whisper */
  say(content, receiverId) {
    const { open, number, order } = this.turn ?? { open: false };
    const inTurn = open ? { turnNumber: number, messageOrder: order } : {};
    this.outbox.add('TALK', content, receiverId ? { receiverId } : inTurn);
  }

  /** Starts the next turn, or ends the one that is open. For game masters. */
  nextTurn() {
    const { number, open } = turnOf(this.items);
    const turnNumber = open ? number : (number ?? 0) + 1;
    this.outbox.add(open ? 'TURN_END' : 'TURN_START', '', { turnNumber });
  }

  /** Says LEAVE, waits at most 2 s for its receipt, then ends the subscription. */
  async leave() {
    if (this.#connection.isOpen) {
      const entry = this.outbox.add('LEAVE', this.#kind.said('LEAVE', this.me.nickname));
      await Promise.race([this.outbox.done(entry), pause(LEAVE_WAIT_MS)]);
    }
    this.close();
    this.outbox.close();
  }

  /** Ends the subscription; unsent messages stay kept for the next visit. */
  close() {
    this.#closed = true;
    this.#stream.close();
    this.outbox.pause();
    this.#stops.forEach((stop) => stop());
  }

  /** @returns {boolean} whether it was the player who was refused here */
  refusedEntry(error) {
    return this.#stream.error(error);
  }

  /** @returns {boolean} whether it was one of the player's messages here that was refused */
  refusedMessage(error) {
    return this.outbox.refused(error.receiptId, error);
  }

  /** @returns {boolean} whether the refusal stands beside the message it is about */
  showsRefusal({ receiptId }) {
    return this.pending.some((it) => it.state === 'refused' && it.messageId === receiptId);
  }

  #makeStream() {
    return new Stream({
      connection: this.#connection,
      destination: this.#kind.stream(this.roomId),
      cursor: () => this.#timeline.cursor,
      on: {
        positioned: (resumable) => this.#positioned(resumable),
        message: (body, cursor) => this.#arrived(body, cursor),
        presence: (body) => {
          this.presence = body;
          this.#tell('change');
        },
        broken: () => this.#broken(),
        caughtUp: (count) => this.#tell('caughtUp', { count }),
        refused: (error) => this.#refused(error),
      },
    });
  }

  /** For good, or until there is a place again: then it is tried by itself. */
  #refused(error) {
    if (error.temporary) {
      this.refusal = error;
      this.#tell('change');
    } else {
      this.#tell('refused', error);
    }
  }

  #positioned(resumable) {
    this.refusal = null;
    this.outbox.resume();
    if (!resumable && !this.backlog.failed) {
      this.backlog.readWhatWasStoredLate(() => this.#closed);
    }
  }

  #arrived(body, cursor) {
    const message = { ...this.#kind.read(body), cursor, heardAt: Date.now() };
    this.outbox.seen(message.messageId);
    if (!this.#timeline.append(message)) {
      return false;
    }
    this.#tell('live', { message });
    this.#changed();
    return message.senderId !== this.me.playerId;
  }

  #broken() {
    if (this.#begunAnew) {
      this.#gap();
    } else {
      this.#begunAnew = true;
      this.#beginAnew();
    }
  }

  async #beginAnew() {
    const found = await this.backlog.readNewest({ anew: true });
    if (found && !this.#closed) {
      this.#stream.close();
      this.#stream.open();
    } else if (this.#begunAnew) {
      this.#gap();
    }
  }

  #gap() {
    if (this.#timeline.last !== null && this.#timeline.last.type !== 'GAP') {
      const createdAt = new Date().toISOString();
      this.#timeline.append({ messageId: `gap-${createdAt}`, type: 'GAP', createdAt });
    }
    this.#tell('gap');
    this.#tell('change');
  }

  #changed() {
    if (this.#timeline.limit(this.held)) {
      this.backlog.trimmed();
    }
    this.#tell('change');
  }

  #lost(blamed) {
    this.#begunAnew = false;
    this.#stream.lost();
    if (this.outbox.pause(blamed) && blamed) {
      this.#connection.retryNow();
    }
  }

  #makeOutbox(place) {
    return new Outbox({
      transmit: (entry) => {
        const { destination, body } = this.#kind.frame(this.roomId, entry);
        return this.#connection.send(destination, body, entry.messageId);
      },
      keep: { read: () => tab.read(place), write: (entries) => tab.write(place, entries) },
      changed: () => this.#tell('change'),
    });
  }

  #listen(type, act) {
    const listener = (event) => act(event.detail);
    this.#connection.addEventListener(type, listener);
    this.#stops.push(() => this.#connection.removeEventListener(type, listener));
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
