/**
 * The conversation of one room: updates the lines on the page when the room changes, and keeps the
 * reader's position.
 */
import { isSpoken } from '../kinds.js';
import { say } from '../words.js';
import { byId } from './element.js';
import { linesOf } from './lines.js';
import { VisibleRange } from './visible-range.js';

const AT_END_PX = 80;
const NEAR_EDGE_PX = 240;
const GESTURE_ENDS_AFTER_MS = 200;
const GESTURES = ['wheel', 'touchmove', 'keydown', 'pointerdown'];

export class Conversation {
  #room;
  #acts;
  #visible;
  #freshAfter = undefined;
  #scroller = byId('scroller');
  #log = byId('log');
  #keys = [];
  #following = true;
  #unseen = 0;
  #scheduled = false;
  #closed = false;
  #left = new AbortController();
  #resized;
  #movedAt = 0;
  #inGesture = false;
  #readInGesture = false;

  /**
   * @param {object} acts what buttons do: `again`, `edit`, `discard` of a refused message; `seen`,
   *   called when the newest message is in sight
   */
  constructor(room, acts) {
    this.#room = room;
    this.#acts = acts;
    this.#visible = new VisibleRange(room);
    this.#log.replaceChildren();
    this.#scroller.onscroll = () => this.#scrolled();
    const heard = { signal: this.#left.signal, passive: true };
    GESTURES.forEach((type) =>
      this.#scroller.addEventListener(type, () => this.#touched(), heard),
    );
    byId('older').onclick = () => room.readOlder();
    byId('newest').onclick = () => this.toEnd();
    this.#resized = new ResizeObserver(() => this.#following && this.#down());
    this.#resized.observe(this.#scroller);
  }

  get following() {
    return this.#following;
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
    if (!this.#following && isSpoken(message)) {
      this.#unseen++;
    }
  }

  toEnd() {
    this.#inGesture = false;
    this.#follow(true);
    this.#render();
    this.#room.toNewest();
  }

  close() {
    this.#closed = true;
    this.#room.held = false;
    this.#left.abort();
    this.#resized.disconnect();
    this.#log.replaceChildren();
  }

  #follow(following) {
    this.#following = following;
    this.#room.held = !following;
    if (following) {
      this.#unseen = 0;
      this.#visible.follow();
      this.#acts.seen();
    } else {
      this.#visible.hold();
    }
  }

  #render() {
    const place = this.#place();
    if (this.#freshAfter === undefined && this.#room.items.length > 0) {
      this.#freshAfter = this.#room.unread.count > 0 ? this.#room.read : null;
    }
    this.#reconcile(linesOf(this.#room, this.#visible, this.#freshAfter, this.#acts));
    this.#renderHead();
    if (this.#following) {
      this.#down();
      this.#acts.seen();
    }
    if (!this.#following || this.#handOn) {
      this.#keep(place);
    }
    this.#renderNewest();
    this.#readOnNearEdge();
  }

  #down() {
    if (this.#handOn) {
      setTimeout(() => this.schedule(), GESTURE_ENDS_AFTER_MS);
    } else {
      this.#scroller.scrollTop = this.#scroller.scrollHeight;
    }
  }

  /** Whether the reader scrolls by hand: the way up begins before the first scroll event. */
  get #handOn() {
    return this.#inGesture && performance.now() - this.#movedAt < GESTURE_ENDS_AFTER_MS;
  }

  /** Read out is what comes in behind the lines that were there, and nothing else. */
  #reconcile(lines) {
    const old = new Map(this.#keys.map((key, i) => [key, this.#log.children[i]]));
    const added = this.#following && lines.length > 0 && old.has(lines[0].key);
    this.#log.setAttribute('aria-live', added ? 'polite' : 'off');
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
    const hiddenAbove = this.#visible.from > 0;
    const empty = this.#room.items.length === 0 && this.#room.pending.length === 0;
    const button = byId('older');
    button.hidden = hiddenAbove || older === 'beginning' || (older === 'unknown' && !failed);
    button.disabled = loading;
    button.textContent = say(loading ? 'log.loading' : failed ? 'log.retryHistory' : 'log.older');
    byId('loading').hidden = older !== 'unknown' || !loading;
    const note = byId('beginning');
    note.hidden = !failed && (hiddenAbove || older !== 'beginning');
    note.textContent = say(failed ? 'log.historyFailed' : empty ? 'log.empty' : 'log.beginning');
  }

  #renderNewest() {
    const pill = byId('newest');
    pill.hidden = this.#following;
    pill.textContent =
      this.#unseen > 0 ? say('log.newest', { count: this.#unseen }) : say('log.toEnd');
  }

  /**
   * The first message in sight and where it stands, to be found again after lines came in above it. A
   * rule is no place: the day's stays first while older lines of that day come in behind it.
   */
  #place() {
    const top = this.#scroller.getBoundingClientRect().top;
    const node = this.#messages.find((line) => line.getBoundingClientRect().bottom > top);
    return node && { id: node.dataset.messageId, top: node.getBoundingClientRect().top };
  }

  #keep(place) {
    const node = place && this.#messages.find((line) => line.dataset.messageId === place.id);
    if (node) {
      const by = node.getBoundingClientRect().top - place.top;
      if (Math.abs(by) >= 1) {
        this.#scroller.scrollTop += by;
      }
    }
  }

  get #messages() {
    return [...this.#log.children].filter((line) => line.dataset.messageId !== undefined);
  }

  /**
   * The reader scrolls by hand. One page of history is read for each gesture: it ends when nothing
   * moves for 200 ms.
   */
  #touched() {
    const now = performance.now();
    this.#inGesture = true;
    this.#readInGesture &&= now - this.#movedAt < GESTURE_ENDS_AFTER_MS;
    this.#movedAt = now;
    this.#readOnNearEdge();
  }

  /** Goes on moving by its own weight, or was moved without a hand. */
  #coasted() {
    this.#inGesture = this.#handOn;
    if (this.#inGesture) {
      this.#movedAt = performance.now();
    } else {
      this.#readInGesture = false;
    }
    this.#readOnNearEdge();
  }

  #scrolled() {
    const following = this.#visible.atEnd && !this.#room.detached && this.#below() < AT_END_PX;
    if (following !== this.#following) {
      this.#follow(following);
      this.schedule();
    }
    this.#coasted();
  }

  #below() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight;
  }

  #readOnNearEdge() {
    if (this.#scroller.scrollTop < NEAR_EDGE_PX) {
      if (this.#visible.from > 0) {
        this.#moved(!this.#following && this.#visible.up());
      } else if (!this.#room.backlog.failed && (!this.#readInGesture || !this.#fills)) {
        this.#readInGesture = this.#room.backlog.older === 'more';
        this.#room.backlog.readOlder();
      }
    } else if (!this.#following && this.#below() < NEAR_EDGE_PX) {
      this.#moved(this.#visible.down());
    }
  }

  /** Whether there is enough on the page to be scrolled. */
  get #fills() {
    const { scrollHeight, clientHeight } = this.#scroller;
    return scrollHeight > clientHeight + NEAR_EDGE_PX;
  }

  #moved(moved) {
    if (moved) {
      this.schedule();
    }
  }
}
