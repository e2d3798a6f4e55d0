/** Who is at the table: a column on a wide page, a sheet that slides in on a narrow one. */
import { say, sayTime } from '../words.js';
import { byId, element, seal, visible } from './element.js';

export class Members {
  #toggle = byId('members-toggle');
  #panel = byId('members');
  #me;
  #shown = '';

  constructor(me) {
    this.#me = me;
    this.#open(false);
    this.#toggle.onclick = () => this.#open(this.#toggle.getAttribute('aria-expanded') !== 'true');
    byId('members-close').onclick = () => this.#close();
    this.#panel.onkeydown = (event) => {
      if (event.key === 'Escape') {
        this.#close();
      }
    };
  }

  render(members) {
    const key = JSON.stringify([members, say('members.you')]);
    if (key === this.#shown) {
      return;
    }
    this.#shown = key;
    byId('members-count').textContent = String(members.length);
    byId('members-list').replaceChildren(...members.map((member) => this.#row(member)));
  }

  #row({ memberId, nickname, since }) {
    const name = element('span', 'member-name', visible(nickname));
    name.dir = 'auto';
    const when = say('members.since', { time: sayTime(since) });
    const note = element(
      'span',
      'member-note',
      memberId === this.#me.playerId ? say('members.you') : when,
    );
    return element('li', '', seal(memberId, nickname), element('span', 'member-words', name, note));
  }

  #close() {
    this.#open(false);
    this.#toggle.focus();
  }

  #open(open) {
    this.#toggle.setAttribute('aria-expanded', String(open));
    this.#panel.classList.toggle('open', open);
    if (open) {
      byId('members-close').focus();
    }
  }
}
