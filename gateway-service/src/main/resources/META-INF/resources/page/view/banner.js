/** The line that shows the state of the connection, and the dot beside the room's name. */
import { say } from '../words.js';
import { byId } from './element.js';

const SHOWN_WHEN_BACK_MS = 4_000;
const SHOWN_WITH_GAP_MS = 15_000;
const FIRST_SHOWN_AFTER_MS = 800;

export class Banner {
  #retryAt = 0;
  #ticker = null;
  #hiding = null;
  #state = 'connecting';
  #everOpen = false;
  #caughtUp = 0;
  #gap = false;

  constructor({ retry }) {
    byId('banner-retry').onclick = retry;
  }

  connecting() {
    this.#enter('connecting');
    if (this.#everOpen) {
      this.#show('working', say('banner.connecting'));
    } else {
      this.#hiding = setTimeout(
        () => this.#show('working', say('banner.first')),
        FIRST_SHOWN_AFTER_MS,
      );
    }
  }

  /** @param {number|null} retryAt when it is tried again; null: not by itself */
  lost(retryAt) {
    this.#enter('lost');
    this.#retryAt = retryAt;
    this.#show('lost', say(retryAt === null ? 'banner.ended' : 'banner.lost'));
    byId('banner-retry').hidden = false;
    if (retryAt !== null) {
      this.#count();
      this.#ticker = setInterval(() => this.#count(), 250);
    }
  }

  open() {
    const returned = this.#everOpen;
    this.#enter('open');
    this.#everOpen = true;
    this.#caughtUp = 0;
    this.#gap = false;
    if (returned) {
      this.#back();
    } else {
      byId('banner').hidden = true;
    }
  }

  /** A room got what was missed while the connection was away. */
  caughtUp(count) {
    if (this.#state === 'open') {
      this.#caughtUp += count;
      this.#back();
    }
  }

  /** In a room something may be missing. */
  gap() {
    if (this.#state === 'open') {
      this.#gap = true;
      this.#back();
    }
  }

  /** Puts the texts in again after a change of language. */
  reword() {
    byId('room-status-text').textContent = say(`status.${this.#state}`);
    if (this.#state === 'lost') {
      byId('banner-text').textContent = say(
        this.#retryAt === null ? 'banner.ended' : 'banner.lost',
      );
    }
  }

  close() {
    this.#enter('connecting');
    byId('banner').hidden = true;
  }

  #enter(state) {
    clearInterval(this.#ticker);
    clearTimeout(this.#hiding);
    this.#state = state;
    byId('banner-countdown').textContent = '';
    byId('banner-retry').hidden = true;
    byId('room-status').dataset.state = state;
    byId('room-status-text').textContent = say(`status.${state}`);
  }

  #back() {
    clearTimeout(this.#hiding);
    if (this.#gap) {
      this.#show('gap', say('banner.gap'));
    } else if (this.#caughtUp > 0) {
      this.#show('back', say('banner.caughtUp', { count: this.#caughtUp }));
    } else {
      this.#show('back', say('banner.back'));
    }
    const shown = this.#gap ? SHOWN_WITH_GAP_MS : SHOWN_WHEN_BACK_MS;
    this.#hiding = setTimeout(() => (byId('banner').hidden = true), shown);
  }

  #show(kind, text) {
    const banner = byId('banner');
    banner.hidden = false;
    banner.dataset.kind = kind;
    byId('banner-text').textContent = text;
  }

  #count() {
    const seconds = Math.max(1, Math.ceil((this.#retryAt - Date.now()) / 1000));
    byId('banner-countdown').textContent = say('banner.seconds', { seconds });
  }
}
