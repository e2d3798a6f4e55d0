/** Renders one line of the conversation: a message, an event of the room, or a separator. */
import { say, sayDay, sayError, sayTime } from '../words.js';
import { around, button, element, nameOf, seal, toneOf, visible } from './element.js';
import { icon } from './icons.js';

/**
 * @param {object} message
 * @param {object} how `state`: stored, waiting, sending, accepted or refused; `follows`: whether it
 *   belongs to the message before; `room`; `acts`: what the buttons of a refused message do
 * @returns {HTMLElement}
 */
export function lineOf(message, how) {
  const line = make(message, how);
  line.dataset.messageId = message.messageId;
  return line;
}

function make(message, how) {
  switch (message.type) {
    case 'TALK':
    case 'AI':
      return talk(message, how);
    case 'TURN_START':
      return rule('turn', say('turn.begins', { number: message.turnNumber }));
    case 'TURN_END':
      return rule('turn ended', say('turn.ends', { number: message.turnNumber }));
    case 'GAP':
      return rule('gap', say('log.gap'));
    default:
      return event(message);
  }
}

export function dayRule(when) {
  return rule('day', sayDay(when));
}

/** Where begins what came while the player was elsewhere. */
export function freshRule() {
  return rule('fresh', say('log.fresh'));
}

/** What came after the messages that are kept. */
export function newerRule() {
  return rule('gap', say('log.newer'));
}

function rule(kind, text) {
  return element('div', `rule ${kind}`, element('span', '', text));
}

function event({ type, senderNickname, content, createdAt }) {
  const told = { JOIN: 'log.joined', LEAVE: 'log.left' }[type];
  const text = told
    ? around(senderNickname, (name) => say(told, { name }))
    : [element('bdi', '', visible(content))];
  const line = element('p', 'event', ...text, ' ', time(createdAt));
  line.dir = 'auto';
  return line;
}

function talk(message, { state, follows, room, acts }) {
  const own = message.senderId === room.me.playerId;
  const kind = [
    own ? 'own' : 'other',
    follows && 'follows',
    message.type === 'AI' && 'master',
    message.receiverId && 'whispered',
    state,
  ];
  const row = element('div', `talk ${kind.filter(Boolean).join(' ')}`);
  row.dataset.state = state;
  if (!own) {
    row.append(
      follows ? element('span', 'seal-space') : seal(message.senderId, message.senderNickname),
    );
  }
  const words = element('div', 'words', speaker(message, own, follows));
  if (message.receiverId && !follows) {
    words.append(whisperNote(message, own, room));
  }
  words.append(bubble(message.content), foot(message, state, own));
  if (state === 'refused') {
    words.append(refusal(message, acts));
  }
  row.append(words);
  return row;
}

function speaker(message, own, follows) {
  const hidden = own || follows;
  return nameOf(
    own ? say('message.you') : message.senderNickname,
    hidden ? 'hidden-text' : `speaker ${toneOf(message.senderId)}`,
  );
}

function whisperNote({ receiverId }, own, room) {
  const to = room.nameOf(receiverId);
  const words = own
    ? around(to ?? say('whisper.someone'), (name) => say('whisper.to', { name }))
    : [say('whisper.toYou')];
  return element('span', 'whisper', ...words);
}

/** Whatever a text looks like, it is a text: what players type can't pass for anything else. */
function bubble(content) {
  return element('bdi', 'bubble', visible(content));
}

function foot(message, state, own) {
  const foot = element('span', 'foot', time(message.createdAt ?? message.writtenAt));
  if (message.aiResponseTime) {
    const seconds = (message.aiResponseTime / 1000).toFixed(1);
    foot.append(element('span', '', say('message.answeredIn', { seconds })));
  }
  if (own) {
    const shown = state === 'stored' ? 'accepted' : state;
    foot.append(icon(shown));
    if (shown !== 'refused') {
      foot.append(element('span', 'hidden-text', say(`message.${shown}`)));
    }
  }
  if (message.aiSources?.length > 0) {
    foot.append(sources(message.aiSources));
  }
  return foot;
}

function sources(list) {
  const items = list.map((source) => element('li', '', visible(source)));
  return element(
    'details',
    'sources',
    element('summary', '', say('message.sources', { count: list.length })),
    element('ul', '', ...items),
  );
}

function refusal({ messageId, code, reason, until }, acts) {
  return element(
    'div',
    'refusal',
    element(
      'p',
      '',
      say('message.refused', { reason: sayError({ code, message: reason, until }) }),
    ),
    button('quiet', say('message.again'), () => acts.again(messageId)),
    button('quiet', say('message.edit'), () => acts.edit(messageId)),
    button('quiet', say('message.discard'), () => acts.discard(messageId)),
  );
}

function time(when) {
  const shown = element('time', '', sayTime(when));
  shown.dateTime = when;
  return shown;
}
