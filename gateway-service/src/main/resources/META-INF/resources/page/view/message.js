/** Makes one line of the tale: a message, a system line, a day's rule. */
import { language, say, sayDay, sayError, sayTime } from '../words.js';
import { button, element, seal, toneOf, visible } from './element.js';

const SAME_BREATH_MS = 2 * 60 * 1000;
const SVG = 'http://www.w3.org/2000/svg';
const MARKS = {
  waiting: 'M8 2.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 8 2.6M8 5.2V8l1.9 1.3',
  sending: 'M8 2.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 8 2.6M8 5.2V8l1.9 1.3',
  accepted: 'm3 8.6 3.3 3.3L13 4.7',
  refused: 'M8 2.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 8 2.6M8 5.2v3.4M8 10.6v.2',
};

/**
 * Turns stored and unsent messages into lines with a key each: a line is made anew only when its
 * key changes.
 *
 * @returns {Array<{key: string, make: () => HTMLElement}>}
 */
export function linesOf(items, pending, me, acts) {
  const lines = [];
  let day = null;
  let previous = null;
  const add = (message, state) => {
    const when = message.createdAt ?? message.writtenAt;
    const today = new Date(when).toDateString();
    if (today !== day) {
      day = today;
      previous = null;
      lines.push({ key: `day ${today} ${sayDay(when)}`, make: () => dayRule(when) });
    }
    const follows = continues(previous, message, when);
    const key = `${message.messageId} ${state} ${message.code ?? ''} ${follows} ${language()}`;
    const make = () =>
      message.type === 'TALK' ? talk(message, state, follows, me, acts) : event(message);
    lines.push({ key, make });
    previous = {
      type: message.type,
      senderId: message.senderId,
      whisper: message.receiverId,
      when,
    };
  };
  items.forEach((message) => add(message, 'stored'));
  const stored = new Set(items.map((message) => message.messageId));
  pending
    .filter((entry) => !stored.has(entry.messageId))
    .forEach((entry) =>
      add({ ...entry, senderId: me.playerId, senderNickname: me.nickname }, entry.state),
    );
  return lines;
}

function continues(previous, message, when) {
  return (
    previous !== null &&
    previous.type === 'TALK' &&
    message.type === 'TALK' &&
    previous.senderId === message.senderId &&
    previous.whisper === message.receiverId &&
    Math.abs(Date.parse(when) - Date.parse(previous.when)) < SAME_BREATH_MS
  );
}

function dayRule(when) {
  return element('div', 'day', element('span', '', sayDay(when)));
}

function event({ type, senderNickname, createdAt }) {
  const name = visible(senderNickname);
  const text = say(type === 'JOIN' ? 'log.joined' : 'log.left', { name });
  const line = element('p', 'event', text, ' ', time(createdAt));
  line.dir = 'auto';
  return line;
}

function talk(message, state, follows, me, acts) {
  const own = message.senderId === me.playerId;
  const row = element('div', `talk ${own ? 'own' : 'other'}${follows ? ' follows' : ''} ${state}`);
  row.dataset.messageId = message.messageId;
  row.dataset.state = state;
  if (!own) {
    row.append(
      follows ? element('span', 'seal-space') : seal(message.senderId, message.senderNickname),
    );
  }
  const words = element('div', 'words', speaker(message, own, follows));
  const text = element('p', 'bubble', visible(message.content));
  text.dir = 'auto';
  words.append(text, foot(message, state, own));
  if (state === 'refused') {
    words.append(refusal(message, acts));
  }
  row.append(words);
  return row;
}

function speaker(message, own, follows) {
  const hidden = own || follows;
  const name = element(
    'span',
    hidden ? 'hidden-text' : `speaker ${toneOf(message.senderId)}`,
    own ? say('message.you') : visible(message.senderNickname),
  );
  name.dir = 'auto';
  return name;
}

function foot(message, state, own) {
  const foot = element('span', 'foot');
  if (message.receiverId) {
    foot.append(element('span', 'whisper', say('log.whisper')), ' ');
  }
  foot.append(time(message.createdAt ?? message.writtenAt));
  if (own) {
    const shown = state === 'stored' ? 'accepted' : state;
    foot.append(mark(MARKS[shown]));
    if (shown !== 'refused') {
      foot.append(element('span', 'hidden-text', say(`message.${shown}`)));
    }
  }
  return foot;
}

function refusal(message, acts) {
  const reason = sayError({ code: message.code, message: message.reason });
  return element(
    'div',
    'refusal',
    element('p', '', say('message.refused', { reason })),
    button('quiet', say('message.edit'), () => acts.edit(message.messageId)),
    button('quiet', say('message.discard'), () => acts.discard(message.messageId)),
  );
}

function time(when) {
  const shown = element('time', '', sayTime(when));
  shown.dateTime = when;
  return shown;
}

function mark(path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'mark');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}
