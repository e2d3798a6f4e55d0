/**
 * The bar above an AI game: the current turn, and for a game master the button for the next step.
 */
import { thinksUntil } from '../game.js';
import { say } from '../words.js';
import { byId } from './element.js';

const MASTERS = ['gm', 'service'];

export class Turns {
  #room = null;
  #timer;

  show(room) {
    this.#room = room;
    byId('turn-next').onclick = () => room.nextTurn();
    this.render();
  }

  render() {
    const { turn, me, items } = this.#room;
    byId('turns').hidden = turn === null;
    clearTimeout(this.#timer);
    if (turn === null) {
      byId('thinking').hidden = true;
      return;
    }
    const { number, open } = turn;
    const state = number === null ? 'turn.none' : open ? 'turn.open' : 'turn.between';
    byId('turn-state').textContent = say(state, { number });
    byId('turns').dataset.open = String(open);
    const button = byId('turn-next');
    button.hidden = !MASTERS.some((role) => me.roles.includes(role));
    button.textContent = open
      ? say('turn.end', { number })
      : say('turn.start', { number: (number ?? 0) + 1 });
    this.#think(thinksUntil(items) - Date.now());
  }

  #think(ms) {
    byId('thinking').hidden = ms <= 0;
    byId('thinking-text').textContent = ms > 0 ? say('turn.thinking') : '';
    if (ms > 0) {
      this.#timer = setTimeout(() => this.render(), ms);
    }
  }
}
