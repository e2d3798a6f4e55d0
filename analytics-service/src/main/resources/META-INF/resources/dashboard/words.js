/** Every word of the page, in English and Korean, and numbers and times as each writes them. */
import { ENGLISH } from './words/english.js';
import { KOREAN } from './words/korean.js';

const WORDS = { en: ENGLISH, ko: KOREAN };
const KEPT = 'dungeontalk.language';

/** @returns {string} the language that was chosen here before, else the browser's */
function first() {
    const kept = localStorage.getItem(KEPT);
    if (kept && WORDS[kept]) {
        return kept;
    }
    return navigator.language.startsWith('ko') ? 'ko' : 'en';
}

let language = first();

/** @returns {string} en or ko */
export function current() {
    return language;
}

export function choose(next) {
    language = next;
    localStorage.setItem(KEPT, next);
}

/** @returns {Array<string|Node>} the text for a key in pieces, with {places} filled by texts or elements */
export function pieces(key, places = {}) {
    const text = WORDS[language][key] ?? key;
    return text.split(/\{(\w+)\}/).map((piece, at) => (at % 2 === 0 ? piece : (places[piece] ?? `{${piece}}`)));
}

/** @returns {string} the text for a key, with {places} filled */
export function word(key, places = {}) {
    return pieces(key, places).join('');
}

/** Fills every element that names its word, and labels what has no text. */
export function fill(root = document) {
    document.documentElement.lang = language;
    for (const element of root.querySelectorAll('[data-word]')) {
        element.textContent = word(element.dataset.word);
    }
    for (const element of root.querySelectorAll('[data-label]')) {
        element.ariaLabel = word(element.dataset.label);
    }
}

export function number(value, digits = 0) {
    return new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value);
}

export function time(instant) {
    return new Intl.DateTimeFormat(language, { timeStyle: 'medium' }).format(new Date(instant));
}

export function dayAndTime(instant) {
    return new Intl.DateTimeFormat(language, {
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
    }).format(new Date(instant));
}

/** @param {number} millis @returns {string} such as 1.2 s or 3 min */
export function duration(millis) {
    if (millis === null || millis === undefined) {
        return '–';
    }
    if (millis < 1000) {
        return word('unit.ms', { n: number(millis) });
    }
    if (millis < 120_000) {
        return word('unit.s', { n: number(millis / 1000, 1) });
    }
    return word('unit.min', { n: number(millis / 60_000) });
}
