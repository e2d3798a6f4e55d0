/**
 * The list of rooms that the player has joined, each with its last message and the number of
 * unread ones.
 */
import { isSpoken } from '../kinds.js';
import { MOST_UNREAD } from '../unread.js';
import { language, say } from '../words.js';
import { byId, element, nameOf, plainName, visible } from './element.js';
import { icon } from './icons.js';

const PREVIEW_CODE_POINTS = 120;

export class RoomList {
  #joinedRooms;
  #list = byId('rooms-list');
  #chosen;
  #shown = new Map();

  /** @param {() => void} chosen called when the player chose a room */
  constructor(joinedRooms, chosen) {
    this.#joinedRooms = joinedRooms;
    this.#chosen = chosen;
    this.#list.replaceChildren();
    this.#list.onkeydown = (event) => this.#key(event);
  }

  render() {
    const { rooms, current, unreadElsewhere } = this.#joinedRooms;
    const rows = rooms.map((room) => this.#row(room, room === current));
    const places = rows.some((row, i) => this.#list.children[i] !== row);
    if (places || this.#list.children.length !== rows.length) {
      this.#list.replaceChildren(...rows);
    }
    const badge = byId('rooms-unread');
    badge.hidden = unreadElsewhere === 0;
    badge.textContent = amount(unreadElsewhere);
    byId('rooms-toggle').setAttribute(
      'aria-label',
      unreadElsewhere === 0 ? say('rooms.title') : say('rooms.open', { count: unreadElsewhere }),
    );
  }

  /** A row is made once for a room and changed in place, so that it keeps the focus. */
  #row(room, current) {
    const { count, toMe } = current ? { count: 0, toMe: false } : room.unread;
    const last = room.items.findLast(isSpoken);
    const key = [current, count, toMe, last?.messageId, language()].join(' ');
    const row = this.#shown.get(room) ?? element('li', '', element('button', 'room-row'));
    this.#shown.set(room, row);
    if (row.dataset.key !== key) {
      row.dataset.key = key;
      this.#fill(row.firstChild, room, { current, count, toMe, last });
    }
    return row;
  }

  #fill(button, room, { current, count, toMe, last }) {
    const name = nameOf(room.roomId, 'room-name');
    const said = last ? preview(last, room) : [say('rooms.quiet')];
    const words = element('span', 'room-last', ...said);
    words.dir = 'auto';
    const badge = element('span', `badge${toMe ? ' to-me' : ''}`, amount(count));
    badge.hidden = count === 0;
    badge.setAttribute('aria-hidden', 'true');
    const spoken = element('span', 'hidden-text', spokenCount(count, toMe));
    button.type = 'button';
    button.classList.toggle('unread', count > 0);
    button.replaceChildren(
      icon(room.place.kind, 'kind'),
      element('span', 'room-words', name, words),
      badge,
      spoken,
    );
    button.title = plainName(room.roomId);
    button.onclick = () => this.#choose(room);
    if (current) {
      button.setAttribute('aria-current', 'page');
    } else {
      button.removeAttribute('aria-current');
    }
  }

  #choose(room) {
    this.#joinedRooms.go(room);
    this.#chosen();
  }

  #key(event) {
    const buttons = [...this.#list.querySelectorAll('button')];
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (buttons[to]) {
      event.preventDefault();
      buttons[to].focus();
    }
  }
}

function amount(count) {
  return count > MOST_UNREAD ? `${MOST_UNREAD}+` : String(count);
}

function spokenCount(count, toMe) {
  if (count === 0) {
    return '';
  }
  return ` ${say('rooms.unread', { count: amount(count) })}${toMe ? ` ${say('rooms.whisper')}` : ''}`;
}

/** Name and text, each isolated: neither turns the other round. */
function preview({ senderId, senderNickname, content }, room) {
  const name = senderId === room.me.playerId ? say('message.you') : senderNickname;
  const text = [...content.replace(/\s+/g, ' ')].slice(0, PREVIEW_CODE_POINTS).join('');
  return [nameOf(name), ': ', element('bdi', '', visible(text))];
}
