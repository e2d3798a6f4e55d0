/**
 * The conversation: keeps the lines on the page equal to the room, and the reader's place while it
 * changes.
 */
import { say } from '../words.js';
import { byId } from './element.js';
import { linesOf } from './message.js';

const AT_END_PX = 80;
const NEAR_TOP_PX = 160;

export class Tale {
  #room;
  #acts;
  #scroller = byId('scroller');
  #log = byId('log');
  #keys = [];
  #following = true;
  #unseen = 0;
  #scheduled = false;
  #closed = false;

  constructor(room, acts) {
    this.#room = room;
    this.#acts = acts;
    this.#log.replaceChildren();
    this.#scroller.onscroll = () => this.#scrolled();
    byId('older').onclick = () => room.backlog.readOlder();
    byId('newest').onclick = () => this.toEnd();
    this.resized = new ResizeObserver(() => this.#following && this.toEnd());
    this.resized.observe(this.#scroller);
  }

  /**
   * Renders soon, once for many changes; also while the page is hidden, when animation frames stand
   * still.
   */
  schedule() {
    if (!this.#scheduled) {
      this.#scheduled = true;
      setTimeout(() => {
        this.#scheduled = false;
        if (!this.#closed) {
          this.#render();
        }
      });
    }
  }

  /** Counts a live message that arrives while the reader is further up. */
  arrived(message) {
    if (!this.#following && message.type === 'TALK') {
      this.#unseen++;
    }
  }

  toEnd() {
    this.#following = true;
    this.#unseen = 0;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#renderNewest();
  }

  close() {
    this.#closed = true;
    this.resized.disconnect();
    this.#log.replaceChildren();
  }

  #render() {
    if (this.#following) {
      this.#room.trim();
    }
    const lines = linesOf(this.#room.items, this.#room.pending, this.#room.me, this.#acts);
    const place = this.#place();
    this.#quietly(lines, () => this.#reconcile(lines));
    this.#renderHead();
    if (this.#following) {
      this.toEnd();
    } else {
      this.#keep(place);
      this.#renderNewest();
    }
    this.#readOnNearTop();
  }

  /** Lines put in above others are not read out; only those at the end are. */
  #quietly(lines, change) {
    const firstFill = this.#keys.length === 0;
    const grewAbove = !firstFill && lines[0]?.key !== this.#keys[0];
    this.#log.setAttribute('aria-live', firstFill || grewAbove ? 'off' : 'polite');
    change();
  }

  #reconcile(lines) {
    const old = new Map(this.#keys.map((key, i) => [key, this.#log.children[i]]));
    const wanted = new Set(lines.map((line) => line.key));
    old.forEach((node, key) => {
      if (!wanted.has(key)) {
        node.remove();
      }
    });
    let next = this.#log.firstElementChild;
    for (const { key, make } of lines) {
      const node = old.get(key) ?? make();
      if (node === next) {
        next = next.nextElementSibling;
      } else {
        this.#log.insertBefore(node, next);
      }
    }
    this.#keys = lines.map((line) => line.key);
  }

  #renderHead() {
    const { older, loading, failed } = this.#room.backlog;
    const button = byId('older');
    button.hidden = older === 'beginning' || (older === 'unknown' && !failed);
    button.disabled = loading;
    button.textContent = say(loading ? 'log.loading' : failed ? 'log.retryHistory' : 'log.older');
    const note = byId('beginning');
    note.hidden = failed ? false : older !== 'beginning' || this.#room.items.length === 0;
    note.textContent = say(failed ? 'log.historyFailed' : 'log.beginning');
  }

  #renderNewest() {
    const pill = byId('newest');
    pill.hidden = this.#following;
    pill.textContent =
      this.#unseen > 0 ? say('log.newest', { count: this.#unseen }) : say('log.toEnd');
  }

  /**
   * The first line in sight and where it stands, to be found again after lines came in above it.
   */
  #place() {
    const top = this.#scroller.getBoundingClientRect().top;
    const node = [...this.#log.children].find((line) => line.getBoundingClientRect().bottom > top);
    return node && { node, top: node.getBoundingClientRect().top };
  }

  #keep(place) {
    if (place?.node.isConnected) {
      this.#scroller.scrollTop += place.node.getBoundingClientRect().top - place.top;
    }
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#following = scrollHeight - scrollTop - clientHeight < AT_END_PX;
    if (this.#following) {
      this.#unseen = 0;
    }
    this.#renderNewest();
    this.#readOnNearTop();
  }

  #readOnNearTop() {
    if (this.#scroller.scrollTop >= NEAR_TOP_PX) {
      return;
    }
    if (this.#room.backlog.older === 'more' && !this.#room.backlog.historyFailed) {
      this.#room.backlog.readOlder();
    }
  }
}
