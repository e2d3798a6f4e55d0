/** Helpers that create elements. Text is inserted as text, never as markup. */

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

/** What turns the direction of a line; a name needs none of it. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** @returns {string} a name for a place where only a plain text can stand */
export function plainName(name) {
  return visible(name).replace(DIRECTIONS, '');
}

/** @returns {HTMLElement} a name that leaves the direction of the line around it alone */
export function nameOf(name, className = '') {
  return element('bdi', className, plainName(name));
}

/**
 * @param {(name: string) => string} sentence says it with a name put in
 * @returns {Array<string|HTMLElement>} the sentence, with the name isolated in it
 */
export function around(name, sentence) {
  const [before, ...after] = sentence('\u0000').split('\u0000');
  return [before, nameOf(name), after.join('')];
}

const graphemes = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined);

/** @returns {string} what a reader takes for the first character, whole */
export function firstGrapheme(name) {
  const plain = plainName(name).trim();
  if (graphemes) {
    return graphemes.segment(plain)[Symbol.iterator]().next().value?.segment ?? '?';
  }
  return Array.from(plain)[0] ?? '?';
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
 * @returns {HTMLElement} a round mark with the first character of a player's name; decoration, hidden from screen
 *   readers
 */
export function seal(playerId, nickname) {
  const mark = element('span', `seal ${toneOf(playerId)}`, firstGrapheme(nickname));
  mark.setAttribute('aria-hidden', 'true');
  return mark;
}
