/**
 * The line that tells a muted player until when and why, and for a moment that the mute is over.
 */
import { say, sayError } from '../words.js';
import { byId } from './element.js';

const SHOWN_WHEN_OVER_MS = 8_000;

export class Muted {
  #told = { muted: false };
  #hiding = null;

  /** @param {{muted: boolean, until?: string, reason?: string}} told as the gateway says */
  tell(told) {
    const over = this.#told.muted && !told.muted;
    this.#told = told;
    clearTimeout(this.#hiding);
    if (over) {
      this.#show('back', say('muted.over'));
      this.#hiding = setTimeout(() => (byId('muted').hidden = true), SHOWN_WHEN_OVER_MS);
    } else {
      this.reword();
    }
  }

  /** Puts the texts in again after a change of language. */
  reword() {
    if (this.#told.muted) {
      this.#show('gap', sayError({ ...this.#told, code: 'MUTED' }));
    } else {
      byId('muted').hidden = true;
    }
  }

  close() {
    clearTimeout(this.#hiding);
    byId('muted').hidden = true;
  }

  #show(kind, text) {
    const line = byId('muted');
    line.hidden = false;
    line.dataset.kind = kind;
    byId('muted-text').textContent = text;
  }
}
