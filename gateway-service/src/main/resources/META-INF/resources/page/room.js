/**
 * A player in one chat room: live messages, stored ones, the own outbox, put together. No DOM here.
 *
 * Events: `change` (messages, outbox or backlog); `live` {message}; `caughtUp` {count} after a
 * reconnect; `error` {code, message, temporary, receiptId}; `refused` {code, message}: the room may
 * not be entered.
 */
import { Backlog } from './backlog.js';
import { Outbox } from './outbox.js';
import { Timeline, membersOf } from './timeline.js';
import { tab } from './storage.js';

const POSITION_WAIT_MS = 5_000;
const LEAVE_WAIT_MS = 2_000;
const KEPT_MESSAGES = 2_000;

export class Room extends EventTarget {
  #connection;
  #timeline = new Timeline();
  #outbox;
  #stops = [];
  #subscribes = 0;
  #positionTimer = null;

  constructor({ roomId, me, connection, history }) {
    super();
    this.roomId = roomId;
    this.me = me;
    this.#connection = connection;
    const place = `outbox.${me.playerId}.${roomId}`;
    this.#outbox = new Outbox({
      transmit: (entry) => this.#transmit(entry),
      keep: { read: () => tab.read(place), write: (entries) => tab.write(place, entries) },
      changed: () => this.#tell('change'),
    });
    this.backlog = new Backlog({
      roomId,
      history,
      timeline: this.#timeline,
      changed: () => this.#tell('change'),
      stored: (messageId) => this.#outbox.seen(messageId),
    });
  }

  /** Messages in the room's order, oldest first. */
  get items() {
    return this.#timeline.items;
  }

  get members() {
    return membersOf(this.#timeline.items);
  }

  /** Own talk that has not been read back from the room yet. */
  get pending() {
    return this.#outbox.entries.filter((entry) => entry.type === 'TALK');
  }

  /** How many own messages would be lost by leaving now. */
  get unsent() {
    return this.#outbox.unsent;
  }

  /** Subscribes; says JOIN unless this tab was at the table already (a reload). */
  enter({ join }) {
    this.#listen('receipt', ({ id }) => this.#receipt(id));
    this.#listen('lost', () => this.#lost());
    this.#stops.push(
      this.#connection.subscribe('/user/queue/errors', (error) => this.#error(error)),
      this.#connection.subscribe(
        `/sub/chat/room/${this.roomId}`,
        (message, headers) => this.#live(message, headers),
        () => this.#subscribeHeaders(),
      ),
    );
    if (join) {
      this.#outbox.add('JOIN', '');
    }
  }

  say(content) {
    this.#outbox.add('TALK', content);
  }

  /** Takes back a message that was refused. @returns {string|null} its text */
  takeBack(messageId) {
    return this.#outbox.discard(messageId);
  }

  /** Says LEAVE, waits at most 2 s for its receipt, then ends the subscriptions. */
  async leave() {
    if (this.#connection.isOpen) {
      const farewell = this.#outbox.add('LEAVE', '');
      const enough = new Promise((done) => setTimeout(done, LEAVE_WAIT_MS));
      await Promise.race([this.#gone(farewell), enough]);
    }
    this.close();
    this.#outbox.close();
  }

  /** Ends the subscriptions; unsent messages stay kept for the next visit. */
  close() {
    this.#lost();
    this.#stops.forEach((stop) => stop());
  }

  /** Forgets the oldest messages of a long visit; scrolling up reads them again. */
  trim() {
    if (this.#timeline.items.length > KEPT_MESSAGES && this.#timeline.trim(KEPT_MESSAGES / 2)) {
      this.backlog.trimmed();
    }
  }

  #subscribeHeaders() {
    this.#subscribes++;
    this.backlog.mark();
    clearTimeout(this.#positionTimer);
    this.#positionTimer = setTimeout(() => this.#positioned(), POSITION_WAIT_MS);
    const after = this.#timeline.last?.cursor;
    return { receipt: this.#subscribeReceipt, ...(after ? { after } : {}) };
  }

  get #subscribeReceipt() {
    return `subscribe-${this.#subscribes}`;
  }

  #receipt(id) {
    if (id === this.#subscribeReceipt) {
      this.#positioned();
    } else {
      this.#outbox.accepted(id);
    }
  }

  #positioned() {
    clearTimeout(this.#positionTimer);
    this.#outbox.resume();
    this.backlog.catchUp((count) => this.#tell('caughtUp', { count }));
  }

  #live(message, headers) {
    if (typeof message.messageId !== 'string' || typeof message.content !== 'string') {
      return;
    }
    this.#outbox.seen(message.messageId);
    this.backlog.sawLive(message.messageId);
    if (this.#timeline.append({ ...message, cursor: headers['message-id'] })) {
      this.#tell('live', { message });
      this.#tell('change');
    }
  }

  #error(error) {
    if (error.receiptId === this.#subscribeReceipt && !error.temporary) {
      this.#tell('refused', error);
      return;
    }
    this.#outbox.refused(error.receiptId, error);
    this.#tell('error', error);
  }

  #lost() {
    clearTimeout(this.#positionTimer);
    this.backlog.interrupt();
    this.#outbox.pause();
  }

  #transmit({ messageId, type, content }) {
    const body = { messageId, roomId: this.roomId, content, type };
    return this.#connection.send('/pub/chat/send', body, messageId);
  }

  #gone(entry) {
    return new Promise((done) => {
      const look = () => {
        if (entry.state === 'accepted' || !this.#outbox.entries.includes(entry)) {
          this.removeEventListener('change', look);
          done();
        }
      };
      this.addEventListener('change', look);
      look();
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
