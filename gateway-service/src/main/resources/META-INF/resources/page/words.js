/** Returns the page's texts in the player's language, English or Korean. */
import { device } from './storage.js';
import { english } from './words/english.js';
import { korean } from './words/korean.js';

const languages = { en: english, ko: korean };
let current = languages[device.read('language')] ? device.read('language') : preferred();

function preferred() {
  return navigator.languages?.map((tag) => tag.slice(0, 2)).find((tag) => languages[tag]) ?? 'en';
}

/** @returns {'en'|'ko'} the language in use */
export function language() {
  return current;
}

/** Takes the other language and remembers it on this device. */
export function switchLanguage() {
  current = current === 'en' ? 'ko' : 'en';
  device.write('language', current);
}

/** @returns {string} the text in the language in use */
export function say(key, values = {}) {
  const text = languages[current][key] ?? english[key];
  return typeof text === 'function' ? text(values) : text;
}

/**
 * @returns {string} why the gateway refused, in the player's language where the code is known, else
 *   in the gateway's words
 */
export function sayError({ code, message, until, reason }) {
  const text = languages[current][`error.${code}`] ?? message ?? code;
  return typeof text === 'function' ? text({ until: until && sayMoment(until), reason }) : text;
}

/**
 * The player's own way of writing dates where it is of the language in use: en-GB rather than en.
 */
function locale() {
  return navigator.languages?.find((tag) => tag.slice(0, 2) === current) ?? current;
}

/** @returns {string} 19:04 or 7:04 PM, as the player's language writes it */
export function sayTime(instant) {
  const format = new Intl.DateTimeFormat(locale(), { hour: 'numeric', minute: '2-digit' });
  return format.format(new Date(instant));
}

function sayMoment(instant) {
  const format = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'medium' });
  return format.format(new Date(instant));
}

/** @returns {string} today, yesterday or the date */
export function sayDay(instant, now = new Date()) {
  const day = new Date(instant);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day.toDateString() === now.toDateString()) {
    return say('log.today');
  }
  if (day.toDateString() === yesterday.toDateString()) {
    return say('log.yesterday');
  }
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'full' }).format(day);
}

/**
 * Puts the texts into everything below `root` that names one: `data-word`, `data-label`,
 * `data-title`, `data-placeholder`.
 */
export function putWords(root = document) {
  root.querySelectorAll('[data-word]').forEach((e) => (e.textContent = say(e.dataset.word)));
  root
    .querySelectorAll('[data-label]')
    .forEach((e) => e.setAttribute('aria-label', say(e.dataset.label)));
  root.querySelectorAll('[data-title]').forEach((e) => (e.title = say(e.dataset.title)));
  root
    .querySelectorAll('[data-placeholder]')
    .forEach((e) => (e.placeholder = say(e.dataset.placeholder)));
}
