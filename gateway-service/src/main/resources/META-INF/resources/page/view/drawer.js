/**
 * A side column of the page. On a narrow screen it slides in over the rest of the page, which is
 * then inert.
 */
import { byId } from './element.js';

export class Drawer {
  #panel;
  #toggle;
  #close;
  #column;

  /** @param {string} column the media query in which the panel is a column */
  constructor({ panel, toggle, close, column }) {
    this.#panel = byId(panel);
    this.#toggle = byId(toggle);
    this.#close = byId(close);
    this.#column = matchMedia(column);
    this.#toggle.onclick = () => this.open(!this.isOpen);
    this.#close.onclick = () => this.close();
    this.#column.onchange = () => this.open(false);
    this.#panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.isOpen) {
        event.stopPropagation();
        this.close();
      }
    });
    this.open(false);
  }

  get isOpen() {
    return this.#panel.classList.contains('open');
  }

  /** Slides away, if it covers anything, and gives the focus back. */
  close() {
    if (this.isOpen) {
      this.open(false);
      this.#toggle.focus();
    }
  }

  open(open) {
    this.#panel.classList.toggle('open', open);
    this.#toggle.setAttribute('aria-expanded', String(open));
    byId('scrim').hidden = !open;
    byId('scrim').onclick = () => this.close();
    for (const other of this.#panel.parentElement.children) {
      other.inert = open && other !== this.#panel && other.id !== 'scrim';
    }
    if (open) {
      this.#close.focus();
    }
  }
}
