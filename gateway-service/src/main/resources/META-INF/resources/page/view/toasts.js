/** Short notices at the edge of the page; the same notice is not shown twice at a time. */
import { say, sayError } from '../words.js';
import { button, byId, element } from './element.js';

const SHOWN_MS = 7_000;
const MOST = 3;

/** Shows what the gateway refused, and whether it is tried again. */
export function toastError(error) {
  const text = sayError(error) + (error.temporary ? ` ${say('toast.later')}` : '');
  toast(text, error.temporary ? 'passing' : 'lasting');
}

/** @param {'passing'|'lasting'} kind decides the colour */
export function toast(text, kind) {
  const region = byId('toasts');
  if ([...region.children].some((shown) => shown.dataset.text === text)) {
    return;
  }
  const note = element('div', `toast ${kind}`, element('p', '', text));
  note.dataset.text = text;
  note.setAttribute('role', 'alert');
  const close = button('quiet', '×', () => note.remove());
  close.setAttribute('aria-label', say('toast.close'));
  note.append(close);
  region.append(note);
  while (region.children.length > MOST) {
    region.firstElementChild.remove();
  }
  setTimeout(() => note.remove(), SHOWN_MS);
}
