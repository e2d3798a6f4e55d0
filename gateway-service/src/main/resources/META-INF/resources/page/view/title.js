/** The tab's title: the room, and the number of unread messages. */
const NAME = 'DungeonTalk';

/** @param {string|null} roomId null at the door */
export function putTitle(roomId, unread = 0) {
  const place = roomId === null ? NAME : `${roomId} · ${NAME}`;
  document.title = unread > 0 ? `(${unread}) ${place}` : place;
}
