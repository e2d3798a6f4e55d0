/** A room on the page: the views of one visit, wired to the room and the connection. */
import { say } from '../words.js';
import { Banner } from './banner.js';
import { Composer } from './composer.js';
import { byId } from './element.js';
import { Members } from './members.js';
import { Tale } from './tale.js';
import { toastError } from './toasts.js';

export class Table {
  #room;
  #connection;
  #banner;
  #composer;
  #members;
  #tale;

  constructor({ room, connection, title }) {
    this.#room = room;
    this.#connection = connection;
    this.#banner = new Banner({ retry: () => connection.retryNow() });
    this.#composer = new Composer({ say: (text) => this.#say(text) });
    this.#members = new Members(room.me);
    this.#tale = new Tale(room, {
      edit: (messageId) => this.#composer.putBack(room.takeBack(messageId) ?? ''),
      discard: (messageId) => room.takeBack(messageId),
    });
    byId('room-title').textContent = room.roomId;
    byId('room').hidden = false;
    title.enter(room.roomId);

    connection.addEventListener('connecting', () => this.#banner.connecting());
    connection.addEventListener('open', () => this.#banner.open());
    connection.addEventListener('lost', ({ detail }) => this.#banner.lost(detail.retryAt));
    room.addEventListener('change', () => this.#changed());
    room.addEventListener('caughtUp', ({ detail }) => this.#banner.caughtUp(detail.count));
    room.addEventListener('error', ({ detail }) => toastError(detail));
    room.addEventListener('live', ({ detail }) => {
      this.#tale.arrived(detail.message);
      title.arrived(detail.message);
    });
    this.#changed();
    this.#composer.fill('');
  }

  /** Puts the texts in again after a change of language. */
  reword() {
    this.#banner.reword();
    this.#composer.reword();
    this.#changed();
  }

  /**
   * Asks before unsent messages are given up.
   *
   * @returns {Promise<boolean>} whether the player leaves
   */
  async mayLeave() {
    const count = this.#room.unsent;
    if (count === 0) {
      return true;
    }
    const dialog = byId('leave-dialog');
    byId('leave-text').textContent = say('leave.text', { count });
    dialog.returnValue = '';
    dialog.showModal();
    await new Promise((done) => dialog.addEventListener('close', done, { once: true }));
    return dialog.returnValue === 'leave';
  }

  close() {
    this.#banner.close();
    this.#tale.close();
    byId('room').hidden = true;
  }

  #say(text) {
    this.#room.say(text);
    this.#tale.toEnd();
  }

  #changed() {
    this.#tale.schedule();
    this.#members.render(this.#room.members);
  }
}
