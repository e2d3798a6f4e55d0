/** Counts messages of others since the player last looked at the room. Pure. */
import { isSpoken } from './kinds.js';

/** Counting ends here; more is shown as "99+". */
export const MOST_UNREAD = 99;

/**
 * @param {ReadonlyArray<object>} items oldest first
 * @param {string|null} read the id of the newest message the player has read
 * @returns {{count: number, toMe: boolean}} how many, and whether a whisper to the player is among
 *   them
 */
export function unreadOf(items, read, playerId) {
  let count = 0;
  let toMe = false;
  for (let i = items.length - 1; i >= 0 && count <= MOST_UNREAD; i--) {
    if (items[i].messageId === read) {
      break;
    }
    if (isSpoken(items[i]) && items[i].senderId !== playerId) {
      count++;
      toMe ||= items[i].receiverId === playerId;
    }
  }
  return { count, toMe };
}
