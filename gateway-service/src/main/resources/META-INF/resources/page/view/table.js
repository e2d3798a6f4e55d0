/** The page of a player who has joined: the views, connected to the rooms and the connection. */
import { say, sayError } from '../words.js';
import { Banner } from './banner.js';
import { Composer } from './composer.js';
import { askBeforeLeaving, askForPlace } from './dialogs.js';
import { Drawer } from './drawer.js';
import { byId, nameOf, seal, visible } from './element.js';
import { icon } from './icons.js';
import { Members } from './members.js';
import { Muted } from './muted.js';
import { RoomList } from './rooms.js';
import { Conversation } from './conversation.js';
import { putTitle } from './title.js';
import { toastError } from './toasts.js';
import { Turns } from './turns.js';

export class Table {
  #joinedRooms;
  #connection;
  #left = new AbortController();
  #composer = new Composer(() => this.#conversation.toEnd());
  #turns = new Turns();
  #muted = new Muted();
  #members = new Members((member) => this.#whisperTo(member));
  #banner;
  #list;
  #conversation = null;
  #room = null;
  #scheduled = false;
  #tables = new Drawer({
    panel: 'rooms',
    toggle: 'rooms-toggle',
    close: 'rooms-close',
    column: '(min-width: 720px)',
  });
  #memberDrawer = new Drawer({
    panel: 'members',
    toggle: 'members-toggle',
    close: 'members-close',
    column: '(min-width: 1080px)',
  });

  constructor({ joinedRooms, me, connection }) {
    this.#joinedRooms = joinedRooms;
    this.#connection = connection;
    this.#banner = new Banner({ retry: () => connection.retryNow() });
    this.#list = new RoomList(joinedRooms, () => this.#tables.close());
    byId('me').replaceChildren(seal(me.playerId, me.nickname), nameOf(me.nickname));
    byId('room').hidden = false;
    byId('rooms-add').onclick = () => this.#add();
    byId('leave').onclick = () => this.#leave();
    this.#hear();
  }

  /** Puts the texts in again after a change of language. */
  reword() {
    this.#banner.reword();
    this.#muted.reword();
    this.#composer.reword();
    this.#changed();
    this.#list.render();
  }

  close() {
    this.#left.abort();
    this.#banner.close();
    this.#muted.close();
    this.#conversation?.close();
    byId('room').hidden = true;
  }

  #hear() {
    const { signal } = this.#left;
    const on = (source, type, act) =>
      source.addEventListener(type, ({ detail }) => act(detail ?? {}), { signal });
    on(this.#connection, 'connecting', () => this.#banner.connecting());
    on(this.#connection, 'open', () => this.#banner.open());
    on(this.#connection, 'lost', ({ retryAt }) => this.#banner.lost(retryAt));
    on(this.#joinedRooms, 'current', ({ room }) => this.#show(room));
    on(this.#joinedRooms, 'rooms', () => this.#schedule());
    on(this.#joinedRooms, 'caughtUp', ({ count }) => this.#banner.caughtUp(count));
    on(this.#joinedRooms, 'gap', () => this.#banner.gap());
    on(this.#joinedRooms, 'muted', (told) => {
      this.#muted.tell(told);
      this.#composer.silence(told.muted);
    });
    on(this.#joinedRooms, 'error', (error) => toastError(error));
    on(
      this.#joinedRooms,
      'live',
      ({ room, message }) => room === this.#room && this.#conversation.arrived(message),
    );
    on(document, 'visibilitychange', () => this.#seen());
    document.addEventListener('keydown', (event) => this.#key(event), { signal });
  }

  #show(room) {
    this.#conversation?.close();
    this.#room = room;
    this.#conversation = new Conversation(room, {
      again: (messageId) => room.outbox.again(messageId),
      edit: (messageId) => this.#composer.putBack(room.outbox.discard(messageId) ?? ''),
      discard: (messageId) => room.outbox.discard(messageId),
      seen: () => this.#seen(),
    });
    byId('room-title').textContent = visible(room.roomId);
    document
      .querySelectorAll('[data-whispers]')
      .forEach((about) => (about.hidden = !room.whispers));
    byId('room-kind').replaceChildren(icon(room.place.kind, 'kind'));
    this.#turns.show(room);
    this.#composer.show(room);
    this.#changed();
  }

  /** Once for many changes. */
  #schedule() {
    if (!this.#scheduled) {
      this.#scheduled = true;
      setTimeout(() => {
        this.#scheduled = false;
        if (!this.#left.signal.aborted) {
          this.#list.render();
          this.#changed();
        }
      });
    }
  }

  #changed() {
    if (this.#room !== null) {
      this.#conversation.schedule();
      this.#members.render(this.#room);
      this.#turns.render();
      this.#renderRefusal();
      const hidden = document.hidden ? this.#room.unread.count : 0;
      putTitle(this.#room.roomId, hidden + this.#joinedRooms.unreadElsewhere);
    }
  }

  /** The room can't be entered at present. */
  #renderRefusal() {
    const { refusal } = this.#room;
    byId('refusal').hidden = refusal === null;
    byId('refusal').textContent = refusal ? `${sayError(refusal)} ${say('toast.later')}` : '';
  }

  /** The newest words are in sight, if the player looks. */
  #seen() {
    if (!document.hidden && this.#conversation?.following) {
      this.#joinedRooms.markRead(this.#room);
    }
  }

  #whisperTo(member) {
    this.#memberDrawer.open(false);
    this.#composer.whisperTo(member);
  }

  async #add() {
    const place = await askForPlace();
    if (place !== null) {
      this.#joinedRooms.take(place);
      this.#tables.open(false);
      byId('words').focus();
    }
  }

  async #leave() {
    const room = this.#room;
    if (await askBeforeLeaving(room.outbox.unsent)) {
      byId('leave').disabled = true;
      await this.#joinedRooms.leave(room);
      byId('leave').disabled = false;
    }
  }

  #key(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.altKey && by) {
      event.preventDefault();
      this.#joinedRooms.step(by);
    } else if (event.key === 'Escape' && !document.querySelector('dialog[open]')) {
      this.#conversation.toEnd();
      byId('words').focus();
    }
  }
}
