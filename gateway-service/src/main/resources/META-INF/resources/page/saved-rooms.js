/**
 * The rooms that a player has joined. The device stores them with the newest message read in each;
 * the tab stores in which of them JOIN was sent, and which one is shown. Guests share one list,
 * because they get a new identity with every visit.
 */
import { keyOf, placeOf } from './kinds.js';
import { device, tab } from './storage.js';

export class SavedRooms {
  #list;
  #joined;

  constructor({ playerId, guest }) {
    this.#list = `seats.${guest ? 'guest' : playerId}`;
    this.#joined = `joined.${playerId}`;
  }

  /** @returns {Array<{kind: string, roomId: string, read: string|null}>} in the order they were taken */
  get all() {
    return Object.entries(device.read(this.#list) ?? {})
      .map(([key, read]) => ({ ...placeOf(key), read }))
      .filter(({ kind }) => kind);
  }

  /** The room looked at when the tab was reloaded, or null. */
  get current() {
    return placeOf(tab.read('room'));
  }

  set current(place) {
    tab.write('room', place === null ? null : keyOf(place));
  }

  take(place, read = null) {
    const list = device.read(this.#list) ?? {};
    device.write(this.#list, { ...list, [keyOf(place)]: list[keyOf(place)] ?? read });
  }

  give(place) {
    const { [keyOf(place)]: _gone, ...rest } = device.read(this.#list) ?? {};
    device.write(this.#list, rest);
    const joined = (tab.read(this.#joined) ?? []).filter((key) => key !== keyOf(place));
    tab.write(this.#joined, joined);
  }

  /** Remembers how far a room has been read, if the player still sits there. */
  markRead(place, read) {
    const list = device.read(this.#list) ?? {};
    if (keyOf(place) in list) {
      device.write(this.#list, { ...list, [keyOf(place)]: read });
    }
  }

  /** @returns {boolean} whether JOIN is to be said: true once for each seat in this tab */
  greets(place) {
    const joined = tab.read(this.#joined) ?? [];
    if (joined.includes(keyOf(place))) {
      return false;
    }
    tab.write(this.#joined, [...joined, keyOf(place)]);
    return true;
  }
}
