/** The state of an AI game's turns, from its messages. Pure. */
const THINKS_AT_MOST_MS = 45_000;

/** What is no word of the game. */
const ASIDES = new Set(['JOIN', 'LEAVE', 'SYSTEM', 'GAP']);

/**
 * @returns {{number: number|null, open: boolean, order: number}} the newest turn that is known,
 *   whether it goes on, and the place the next message has in it
 */
export function turnOf(items) {
  let order = 0;
  for (let i = items.length - 1; i >= 0; i--) {
    const { type, turnNumber, messageOrder } = items[i];
    order = Math.max(order, (messageOrder ?? -1) + 1);
    if (type === 'TURN_START' || type === 'TURN_END') {
      const open = type === 'TURN_START';
      return { number: turnNumber, open, order: open ? order : 0 };
    }
  }
  const number = items.findLast((item) => item.turnNumber)?.turnNumber ?? null;
  return { number, open: number !== null, order };
}

/**
 * Until when the game master may be thinking: one has spoken here before, then a player spoke, live,
 * and nobody answered yet. Where none has spoken, or where it leaves the players to themselves,
 * there is none that anybody knows of.
 *
 * @returns {number} milliseconds since 1970; 0 when no answer is awaited
 */
export function thinksUntil(items) {
  if (!items.some(({ type }) => type === 'AI')) {
    return 0;
  }
  const answered = items.findLastIndex(({ type }) => type !== 'TALK' && !ASIDES.has(type));
  const awaiting = items.slice(answered + 1).find(({ type }) => type === 'TALK');
  return awaiting?.heardAt ? awaiting.heardAt + THINKS_AT_MOST_MS : 0;
}
