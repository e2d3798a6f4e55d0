/** The entrance: asks for a name and a room, or explains that a token is needed. */
import { device } from '../storage.js';
import { say } from '../words.js';
import { problemWith } from './dialogs.js';
import { byId } from './element.js';

export class Door {
  #enter;
  #notice = null;

  /**
   * @param {(nickname: string, place: object) => Promise<void>} enter called with checked values
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
   * @param {object} given `nickname` fixed by a token or null; `place` from the address or null;
   *   `open` whether one can come in at all; `notice` a text's key or null
   */
  show({ nickname, place, open, notice }) {
    const offered = place ?? device.read('place') ?? { kind: 'chat', roomId: 'tavern' };
    byId('room').hidden = true;
    byId('door').hidden = false;
    byId('door-fields').hidden = !open;
    byId('nickname').value = nickname ?? byId('nickname').value ?? '';
    byId('nickname').value ||= device.read('nickname') ?? '';
    byId('nickname').readOnly = nickname !== null;
    byId('room-name').value = offered.roomId;
    byId('door-form').elements.kind.value = offered.kind;
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
    this.#busy(byId('door-enter').disabled);
  }

  async #submit() {
    const nickname = byId('nickname').value.trim();
    const roomId = byId('room-name').value.trim();
    const place = { kind: byId('door-form').elements.kind.value, roomId };
    this.#problem('nickname', nickname ? null : 'door.needNickname');
    this.#problem('room', problemWith(roomId));
    if (!nickname || problemWith(roomId)) {
      (nickname ? byId('room-name') : byId('nickname')).focus();
      return;
    }
    this.#busy(true);
    try {
      await this.#enter(nickname, place);
      device.write('nickname', nickname);
      device.write('place', place);
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
