/**
 * Turns messages into lines with a key each: a line is rendered again only when its key changes.
 * It marks where a day begins, where the unread messages begin, and which messages are grouped.
 */
import { isSpoken } from '../kinds.js';
import { language, sayDay } from '../words.js';
import { dayRule, freshRule, lineOf, newerRule } from './message.js';

const SAME_BREATH_MS = 2 * 60 * 1000;

/**
 * @param {object} room its items, pending messages and members
 * @param {{from: number, to: number, atEnd: boolean}} visible which of them
 * @param {string|null} freshAfter the message behind which the unread begin
 * @returns {Array<{key: string, make: () => HTMLElement}>}
 */
export function linesOf(room, visible, freshAfter, acts) {
  const { from, to, atEnd } = visible;
  const lines = [];
  let previous = room.items[from - 1] ?? null;
  let day = null;
  const add = (message, state) => {
    const today = new Date(whenOf(message)).toDateString();
    if (today !== day) {
      day = today;
      lines.push({
        key: `day ${today} ${sayDay(whenOf(message))}`,
        make: () => dayRule(whenOf(message)),
      });
    }
    const follows = continues(previous, message);
    lines.push({
      key: `${message.messageId} ${state} ${message.code ?? ''} ${follows} ${language()}`,
      make: () => lineOf(message, { state, follows, room, acts }),
    });
    previous = message;
    if (message.messageId === freshAfter) {
      previous = null;
      lines.push({ key: `fresh ${language()}`, make: freshRule });
    }
  };
  room.items.slice(from, to).forEach((message) => add(message, 'stored'));
  if (atEnd && room.detached) {
    lines.push({ key: `newer ${language()}`, make: newerRule });
  } else if (atEnd) {
    const { playerId: senderId, nickname: senderNickname } = room.me;
    room.pending
      .filter(({ messageId }) => room.indexOf(messageId) < 0)
      .forEach((entry) => add({ ...entry, senderId, senderNickname }, entry.state));
  }
  return lines;
}

/** @returns {string} when it was written: by the gateway's clock, else by the player's */
export function whenOf({ createdAt, writtenAt }) {
  return createdAt ?? writtenAt;
}

function continues(previous, message) {
  return (
    previous !== null &&
    isSpoken(previous) &&
    isSpoken(message) &&
    previous.type === message.type &&
    previous.senderId === message.senderId &&
    previous.receiverId === message.receiverId &&
    new Date(whenOf(previous)).toDateString() === new Date(whenOf(message)).toDateString() &&
    Math.abs(Date.parse(whenOf(message)) - Date.parse(whenOf(previous))) < SAME_BREATH_MS
  );
}
