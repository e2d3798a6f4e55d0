/**
 * All rooms that a player has joined, over one connection; one of them is shown. Does not use the
 * DOM.
 *
 * Events: `rooms` (the list, an unread count or a preview has changed); `current` {room}; `live`
 * {room, message}, `caughtUp` {room, count}, `gap` {room}; `muted` {muted, until, reason}: whether
 * the player may speak; `error` {code, message, temporary}; `refused` {room, error}: a room may
 * not be entered and was removed from the list; `empty`: no room is left.
 */
import { keyOf } from './kinds.js';
import { Room } from './room.js';

const REMEMBER_AFTER_MS = 1_000;

export class JoinedRooms extends EventTarget {
  #me;
  #connection;
  #history;
  #savedRooms;
  #rooms = new Map();
  #reads = new Map();
  #timer = null;
  #stops;

  constructor({ me, connection, history, savedRooms }) {
    super();
    this.#me = me;
    this.#connection = connection;
    this.#history = history;
    this.#savedRooms = savedRooms;
    this.current = null;
    this.#stops = [
      connection.subscribe('/user/queue/errors', (error) => this.#error(error)),
      connection.subscribe('/user/queue/moderation', (told) => this.#tell('muted', told)),
    ];
  }

  /** @returns {Array<Room>} in the order the seats were taken */
  get rooms() {
    return [...this.#rooms.values()];
  }

  /** How many messages wait in rooms other than the one looked at. */
  get unreadElsewhere() {
    return this.rooms
      .filter((room) => room !== this.current)
      .reduce((sum, room) => sum + room.unread.count, 0);
  }

  /**
   * Sits down at that place and wherever else the player sat on this device, and looks there.
   *
   * @param {boolean} greets whether the player comes in, rather than back after a reload
   */
  arrive(place, greets) {
    this.#savedRooms.take(place);
    this.#savedRooms.all.forEach(({ read, ...seat }) => {
      const here = keyOf(seat) === keyOf(place);
      this.#seat(seat, read, greets && here && this.#savedRooms.greets(place));
    });
    this.go(this.#rooms.get(keyOf(place)));
  }

  /** Takes a seat, or only looks there if the player has one already. */
  take(place) {
    this.#savedRooms.take(place);
    this.go(this.#rooms.get(keyOf(place)) ?? this.#seat(place, null, this.#savedRooms.greets(place)));
  }

  /** Looks at a room. */
  go(room) {
    if (room !== this.current) {
      this.current = room;
      this.#savedRooms.current = room.place;
      this.#tell('current', { room });
    }
    this.#tell('rooms');
  }

  /** Looks at the next room (1) or the one before (-1), round and round. */
  step(by) {
    const { rooms } = this;
    const at = rooms.indexOf(this.current);
    if (rooms.length > 1) {
      this.go(rooms[(at + by + rooms.length) % rooms.length]);
    }
  }

  /** Says LEAVE and gives up the seat. */
  async leave(room) {
    await room.leave();
    this.#forget(room);
  }

  /** Everything in the room has been seen. */
  markRead(room) {
    if (room.markRead()) {
      this.#reads.set(room.place, room.read);
      this.#timer ??= setTimeout(() => this.remember(), REMEMBER_AFTER_MS);
      this.#tell('rooms');
    }
  }

  /** Writes down now how far the rooms have been read. */
  remember() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#reads.forEach((read, place) => this.#savedRooms.markRead(place, read));
    this.#reads.clear();
  }

  /** Ends the visit without a word; seats and unsent messages stay kept. */
  close() {
    this.remember();
    this.#stops.forEach((stop) => stop());
    this.rooms.forEach((room) => room.close());
  }

  #seat(place, read, greets) {
    const room = new Room({
      place,
      me: this.#me,
      connection: this.#connection,
      history: this.#history,
      read,
    });
    this.#rooms.set(room.key, room);
    room.addEventListener('change', () => this.#tell('rooms'));
    for (const type of ['live', 'caughtUp', 'gap']) {
      room.addEventListener(type, ({ detail }) => this.#tell(type, { room, ...detail }));
    }
    room.addEventListener('refused', ({ detail }) => {
      room.close();
      this.#tell('refused', { room, error: detail });
      this.#forget(room);
    });
    room.enter(greets);
    return room;
  }

  #forget(room) {
    const at = this.rooms.indexOf(room);
    this.#rooms.delete(room.key);
    this.#reads.delete(room.place);
    this.#savedRooms.give(room.place);
    if (this.rooms.length === 0) {
      this.current = null;
      this.#savedRooms.current = null;
      this.#tell('empty');
    } else if (room === this.current) {
      this.go(this.rooms[Math.min(at, this.rooms.length - 1)]);
    } else {
      this.#tell('rooms');
    }
  }

  #error(error) {
    if (!this.rooms.some((room) => room.refusedEntry(error))) {
      this.rooms.some((room) => room.refusedMessage(error));
      if (error.code !== 'MUTED' && !this.current?.showsRefusal(error)) {
        this.#tell('error', error);
      }
    }
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
