/** Small pieces for making elements. Text goes in as text, never as markup. */

/** @returns {HTMLElement} `<name class=…>` with the children appended; strings become text nodes */
export function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...children);
  return made;
}

/** @returns {HTMLElement} the element with that id, which the page must have */
export function byId(id) {
  return document.getElementById(id);
}

/**
 * Control characters a browser would swallow are shown as their Unicode pictures; line breaks and
 * tabs stay.
 */
export function visible(text) {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replaceAll('\u007f', '\u2421');
}

/** @returns {HTMLElement} a button with a text and what a click on it does */
export function button(className, text, act) {
  const made = element('button', className, text);
  made.type = 'button';
  made.addEventListener('click', act);
  return made;
}

const TONES = 8;
const toneByPlayer = new Map();

/** One of eight tones, kept for a player; no two share one until all eight are given away. */
export function toneOf(playerId) {
  if (!toneByPlayer.has(playerId)) {
    let hash = 0;
    for (const c of playerId) {
      hash = (hash * 31 + c.codePointAt(0)) % 9973;
    }
    const given = new Set(toneByPlayer.values());
    const free = [...Array(TONES).keys()].map((step) => (hash + step) % TONES);
    toneByPlayer.set(playerId, free.find((tone) => !given.has(tone)) ?? hash % TONES);
  }
  return `tone-${toneByPlayer.get(playerId)}`;
}

/**
 * @returns {HTMLElement} a round mark with a player's first letter; decoration, hidden from screen
 *   readers
 */
export function seal(playerId, nickname) {
  const mark = element('span', `seal ${toneOf(playerId)}`, Array.from(nickname)[0] ?? '?');
  mark.setAttribute('aria-hidden', 'true');
  return mark;
}
