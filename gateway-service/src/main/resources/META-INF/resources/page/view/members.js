/** The list of members. If the room has whispers, a name is a button that starts one. */
import { language, say, sayTime } from '../words.js';
import { byId, element, nameOf, plainName, seal } from './element.js';

export class Members {
  #whisper;
  #shown = '';

  /** @param {(member: object) => void} whisper begins a whisper to a member */
  constructor(whisper) {
    this.#whisper = whisper;
  }

  render(room) {
    const { presence, members } = room;
    const key = JSON.stringify([room.key, members, presence?.connectedCount, language()]);
    if (key === this.#shown) {
      return;
    }
    this.#shown = key;
    const counted = presence !== null && !presence.members;
    const count = presence?.connectedCount ?? members.length;
    byId('members-count').textContent = String(count);
    byId('members-of').textContent = presence?.maxCapacity
      ? say('members.ofSeats', { count, seats: presence.maxCapacity })
      : say('members.count', { count });
    byId('members-hint').textContent = say(
      counted ? 'members.many' : presence === null ? 'members.guess' : 'members.hint',
    );
    byId('members-hint').hidden = presence !== null && !counted && !room.whispers;
    byId('members-list').replaceChildren(...sorted(room).map((member) => this.#row(member, room)));
  }

  #row(member, room) {
    const { memberId, nickname } = member;
    const own = memberId === room.me.playerId;
    const name = nameOf(nickname ?? memberId, 'member-name');
    const words = element('span', 'member-words', name);
    const note = own ? say('members.you') : noteOn(member);
    if (note) {
      words.append(element('span', 'member-note', note));
    }
    const mark = seal(memberId, nickname ?? memberId);
    if (own || !room.whispers) {
      return element('li', '', element('span', 'member', mark, words));
    }
    const button = element('button', 'member', mark, words);
    button.type = 'button';
    button.title = say('members.whisper', { name: plainName(nickname) });
    button.onclick = () => this.#whisper(member);
    return element('li', '', button);
  }
}

/** The player first, the others by name; a guess by who came first. */
function sorted({ presence, members, me }) {
  const rank = ({ memberId }) => (memberId === me.playerId ? 0 : 1);
  return presence?.members
    ? members.toSorted((a, b) => rank(a) - rank(b) || a.nickname.localeCompare(b.nickname))
    : members;
}

function noteOn({ since, status }) {
  if (since) {
    return say('members.since', { time: sayTime(since) });
  }
  return status && status !== 'ONLINE' ? status.toLowerCase() : null;
}
