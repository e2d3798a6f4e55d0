/** The door: asks for a name and a table, or says kindly that a pass is needed. */
import { device } from '../storage.js';
import { say } from '../words.js';
import { byId } from './element.js';

const ROOM_ID = /^[^\u0000-\u001f\u007f/]{1,120}$/;

export class Door {
  #enter;
  #notice = null;

  /**
   * @param {(nickname: string, roomId: string) => Promise<void>} enter called with checked values
   */
  constructor(enter) {
    this.#enter = enter;
    byId('door-form').onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    byId('nickname').oninput = () => this.#problem('nickname', null);
    byId('room-name').oninput = () => this.#problem('room', null);
  }

  /**
   * @param {object} given `nickname` fixed by a token or null; `roomId` from the address or null;
   *   `open` whether one can come in at all; `notice` a text's key or null
   */
  show({ nickname, roomId, open, notice }) {
    byId('room').hidden = true;
    byId('door').hidden = false;
    byId('door-fields').hidden = !open;
    byId('nickname').value = nickname ?? byId('nickname').value ?? '';
    byId('nickname').value ||= device.read('nickname') ?? '';
    byId('nickname').readOnly = nickname !== null;
    byId('room-name').value = roomId ?? device.read('room') ?? 'tavern';
    this.#busy(false);
    this.notice(notice);
    (byId('nickname').value ? byId('room-name') : byId('nickname')).focus();
  }

  hide() {
    byId('door').hidden = true;
  }

  notice(key) {
    this.#notice = key;
    byId('door-notice').hidden = key === null;
    byId('door-notice').textContent = key === null ? '' : say(key);
  }

  /** Puts the texts in again after a change of language. */
  reword() {
    this.notice(this.#notice);
  }

  async #submit() {
    const nickname = byId('nickname').value.trim();
    const roomId = byId('room-name').value.trim();
    this.#problem('nickname', nickname ? null : 'door.needNickname');
    this.#problem('room', !roomId ? 'door.needRoom' : ROOM_ID.test(roomId) ? null : 'door.badRoom');
    if (!nickname || !ROOM_ID.test(roomId)) {
      (nickname ? byId('room-name') : byId('nickname')).focus();
      return;
    }
    this.#busy(true);
    try {
      await this.#enter(nickname, roomId);
      device.write('nickname', nickname);
      device.write('room', roomId);
    } catch {
      this.notice('door.away');
    } finally {
      this.#busy(false);
    }
  }

  #busy(busy) {
    byId('door-enter').disabled = busy;
    byId('door-enter').textContent = say(busy ? 'door.entering' : 'door.enter');
  }

  #problem(field, key) {
    byId(`${field}-problem`).textContent = key === null ? '' : say(key);
    byId(field === 'room' ? 'room-name' : field).setAttribute('aria-invalid', String(key !== null));
  }
}
