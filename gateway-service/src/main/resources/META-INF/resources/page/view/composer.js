/**
 * Where the player writes: Enter sends, Shift+Enter breaks the line, a counter appears near the
 * limit.
 */
import { say } from '../words.js';
import { byId } from './element.js';

/**
 * The gateway counts UTF-16 units, as Java's String.length does, and so does a JavaScript string.
 */
export const LONGEST_TEXT = 2_000;
const COUNTER_FROM = 1_800;
const TALLEST_PX = 168;

export class Composer {
  #field = byId('words');
  #counter = byId('counter');

  constructor({ say: sayIt }) {
    byId('composer').onsubmit = (event) => {
      event.preventDefault();
      if (this.#sendable) {
        sayIt(this.#field.value);
        this.fill('');
      }
    };
    this.#field.oninput = () => this.#look();
    this.#field.onkeydown = (event) => {
      const composing = event.isComposing || event.keyCode === 229;
      if (event.key === 'Enter' && !event.shiftKey && !composing) {
        event.preventDefault();
        byId('composer').requestSubmit();
      }
    };
  }

  fill(text) {
    this.#field.value = text;
    this.#look();
    this.#field.focus();
  }

  /** Puts a text back to be mended, before what is being written. */
  putBack(text) {
    const rest = this.#field.value;
    this.fill(rest ? `${text}\n${rest}` : text);
  }

  /** Puts the counter's text in again after a change of language. */
  reword() {
    this.#look();
  }

  get #sendable() {
    return this.#field.value.trim() !== '' && this.#field.value.length <= LONGEST_TEXT;
  }

  #look() {
    const length = this.#field.value.length;
    const left = LONGEST_TEXT - length;
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(TALLEST_PX, this.#field.scrollHeight)}px`;
    byId('send').disabled = !this.#sendable;
    this.#field.setAttribute('aria-invalid', String(left < 0));
    this.#counter.hidden = length < COUNTER_FROM;
    this.#counter.dataset.over = String(left < 0);
    this.#counter.textContent = this.#counter.hidden
      ? ''
      : left < 0
        ? say('composer.over', { over: -left })
        : say('composer.left', { left });
  }
}
