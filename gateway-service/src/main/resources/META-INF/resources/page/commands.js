/**
 * Commands that a player may write instead of text: `/w Tom …` whispers, `/roll 2d6+1` rolls dice.
 * Pure except for the dice.
 */
const WHISPER = /^\/(?:w|whisper|귓|귓속말)\s+([^]+)$/i;
const BEGINS_WHISPER = /^\/(?:w|whisper|귓|귓속말)(?:\s|$)/i;
const ROLL = /^\/(?:r|roll|주사위)\s+(\d{0,2})d(\d{1,4})\s*(?:([+-])\s*(\d{1,3}))?\s*$/i;
const COMMAND = /^\/(?:w|whisper|귓|귓속말|r|roll|주사위)(?:\s|$)/i;
const MOST_DICE = 20;

/**
 * @param {Array<{memberId: string, nickname: string}> | null} others whom the player may whisper to;
 *   null where nobody can be whispered to
 * @returns {{content: string, receiverId?: string} | {problem: string, name?: string}} what to send,
 *   or a text's key that says why not
 */
export function read(text, others) {
  if (others === null && BEGINS_WHISPER.test(text)) {
    return { problem: 'command.noWhispers' };
  }
  const [, whispered] = WHISPER.exec(text) ?? [];
  if (whispered) {
    return whisper(whispered, others);
  }
  const [, count, sides, sign, extra] = ROLL.exec(text) ?? [];
  if (sides) {
    return roll(Number(count || 1), Number(sides), Number(`${sign ?? ''}${extra ?? 0}`));
  }
  if (COMMAND.test(text)) {
    return { problem: others === null ? 'command.unclearDice' : 'command.unclear' };
  }
  return { content: text };
}

/** The longest name that the text begins with, in quotes or not, large or small letters. */
function whisper(text, others) {
  const plain = text.replace(/^["“](.+?)["”]\s*/, '$1 ');
  const matches = others
    .filter(({ nickname }) => beginsWith(plain, nickname))
    .sort((a, b) => b.nickname.length - a.nickname.length);
  const [found, rival] = matches;
  if (!found) {
    return { problem: 'command.unknown', name: plain.split(/\s/)[0] };
  }
  if (rival?.nickname.toLowerCase() === found.nickname.toLowerCase()) {
    return { problem: 'command.ambiguous', name: found.nickname };
  }
  const content = plain.slice(found.nickname.length).trim();
  return content ? { content, receiverId: found.memberId } : { problem: 'command.unclear' };
}

function beginsWith(text, name) {
  const next = text[name.length];
  return (
    text.slice(0, name.length).toLowerCase() === name.toLowerCase() &&
    (next === undefined || /\s/.test(next))
  );
}

function roll(count, sides, extra) {
  if (count < 1 || count > MOST_DICE || sides < 2) {
    return { problem: 'command.dice' };
  }
  const thrown = Array.from({ length: count }, () => die(sides));
  const sum = thrown.reduce((a, b) => a + b, extra);
  const signed = extra === 0 ? '' : extra > 0 ? `+${extra}` : String(extra);
  return { content: `🎲 ${count}d${sides}${signed} = ${sum} (${thrown.join(', ')})` };
}

/** A fair die: values that would favour its lower sides are thrown again. */
function die(sides) {
  const fair = 2 ** 32 - (2 ** 32 % sides);
  let value;
  do {
    [value] = crypto.getRandomValues(new Uint32Array(1));
  } while (value >= fair);
  return 1 + (value % sides);
}
