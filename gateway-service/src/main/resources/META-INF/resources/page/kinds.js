/**
 * The two kinds of rooms: chat rooms and AI games. Each has its own destinations and its own names
 * for the same fields. All other modules use one shape of message: `messageId, type, senderId,
 * senderNickname, content, createdAt`, and optionally `receiverId, turnNumber, messageOrder,
 * aiResponseTime, aiSources`.
 *
 * An AI game has no message type for joining and leaving. So `said` writes these events as text,
 * and `read` recognises the text in every language: each reader sees it in their own.
 *
 * A place is `{kind, roomId}`; its key is a unique text.
 */
import { english } from './words/english.js';
import { korean } from './words/korean.js';

const COMINGS = { JOIN: 'log.joined', LEAVE: 'log.left' };

const ACTIONS = {
  TALK: 'send',
  JOIN: 'join',
  LEAVE: 'leave',
  TURN_START: 'turn/start',
  TURN_END: 'turn/end',
};

export const KINDS = {
  chat: {
    parameter: 'room',
    whispers: true,
    turns: false,
    stream: (roomId) => `/sub/chat/room/${roomId}`,
    frame: (roomId, { messageId, type, content, receiverId }) => ({
      destination: '/pub/chat/send',
      body: { messageId, roomId, content, type, receiverId },
    }),
    said: () => '',
    read: (body) => body,
  },
  aichat: {
    parameter: 'game',
    whispers: false,
    turns: true,
    stream: (roomId) => `/sub/aichat/room/${roomId}`,
    frame: (roomId, { messageId, type, content, turnNumber, messageOrder }) => ({
      destination: `/pub/aichat/${ACTIONS[type]}`,
      body: { messageId, aiGameRoomId: roomId, content, turnNumber, messageOrder },
    }),
    said: (type, nickname) => english[COMINGS[type]]({ name: nickname }),
    read: ({ messageType, ...body }) => ({ ...body, type: typeOf(messageType, body) }),
  },
};

function typeOf(messageType, { senderNickname, content }) {
  if (messageType === 'USER') {
    return 'TALK';
  }
  const told = (key) =>
    [english, korean].some((words) => words[key]({ name: senderNickname }) === content);
  const coming = Object.keys(COMINGS).find((type) => told(COMINGS[type]));
  return messageType === 'SYSTEM' && coming ? coming : messageType;
}

/** @returns {string} the same for the same place, and for no other */
export function keyOf({ kind, roomId }) {
  return `${kind}/${roomId}`;
}

/** @returns {{kind: string, roomId: string} | null} the place a key stands for */
export function placeOf(key) {
  const [kind, ...rest] = String(key).split('/');
  return KINDS[kind] && rest.length > 0 ? { kind, roomId: rest.join('/') } : null;
}

/** @returns {{kind: string, roomId: string} | null} the place an address asks for */
export function placeInQuery(search) {
  const query = new URLSearchParams(search);
  for (const [kind, { parameter }] of Object.entries(KINDS)) {
    if (query.get(parameter)) {
      return { kind, roomId: query.get(parameter) };
    }
  }
  return null;
}

/** @returns {string} what `placeInQuery` reads, with the question mark */
export function queryOf({ kind, roomId }) {
  return `?${new URLSearchParams({ [KINDS[kind].parameter]: roomId })}`;
}

/** Whether somebody said this, rather than the room itself. */
export function isSpoken({ type }) {
  return type === 'TALK' || type === 'AI';
}
