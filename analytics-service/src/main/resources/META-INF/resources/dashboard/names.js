/** Ids and names are strangers' texts: each stands so that it can't turn the words around it. */

/** What turns the direction of a line, or ends an isolation; a name needs none of it. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** @returns {string} a name for a place where it stands alone and only a plain text can */
export function plainName(name) {
    return name.replace(DIRECTIONS, '');
}

/** @returns {string} the same for a place where words stand beside it */
export function isolatedName(name) {
    return `\u2068${plainName(name)}\u2069`;
}

/** @returns {HTMLElement} a name for a place that holds elements */
export function nameOf(name) {
    const made = document.createElement('bdi');
    made.textContent = plainName(name);
    return made;
}
