/**
 * Where the player writes: Enter sends, Shift+Enter breaks the line, a counter appears near the
 * limit. A whisper goes on until it is ended.
 */
import { read } from '../commands.js';
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
  #problem = null;
  #room = null;
  #whisperTo = null;
  #sent;

  /** @param {() => void} sent called after something was said */
  constructor(sent) {
    this.#sent = sent;
    byId('composer').onsubmit = (event) => {
      event.preventDefault();
      this.#submit();
    };
    byId('whisper-end').onclick = () => this.whisperTo(null);
    this.#field.oninput = () => {
      this.#problem = null;
      this.#look();
    };
    this.#field.onkeydown = (event) => this.#key(event);
  }

  /** Writes into another room; what was begun in the last one stays there. */
  show(room) {
    if (this.#room !== null) {
      this.#room.draft = this.#field.value;
    }
    this.#room = room;
    this.#problem = null;
    this.#whisperTo = null;
    this.fill(room.draft);
  }

  /** Whispers to that member from now on; null: speaks to all again. */
  whisperTo(member) {
    this.#whisperTo = member;
    this.#problem = null;
    this.#look();
    this.#field.focus();
  }

  get whispers() {
    return this.#whisperTo !== null;
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

  /** Puts the texts in again after a change of language. */
  reword() {
    this.#look();
  }

  #key(event) {
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === 'Enter' && !event.shiftKey && !composing) {
      event.preventDefault();
      byId('composer').requestSubmit();
    } else if (event.key === 'Escape' && this.whispers) {
      event.stopPropagation();
      this.whisperTo(null);
    }
  }

  #submit() {
    if (!this.#sendable) {
      return;
    }
    const others = this.#room.whispers ? this.#room.others : [];
    const { content, receiverId, problem, name } = read(this.#field.value, others);
    const to = receiverId ?? this.#whisperTo?.memberId;
    if (problem) {
      this.#problem = say(this.#room.whispers ? problem : 'command.noWhispers', { name });
    } else if (to && !others.some(({ memberId }) => memberId === to)) {
      this.#problem = say('command.gone', { name: this.#whisperTo.nickname });
    } else {
      this.#room.say(content, to);
      this.#field.value = '';
      this.#sent();
    }
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
    byId('composer').classList.toggle('whispering', this.whispers);
    byId('whispering').hidden = !this.whispers;
    byId('whispering-text').textContent = this.whispers
      ? say('whisper.to', { name: this.#whisperTo.nickname })
      : '';
    byId('words-problem').textContent = this.#problem ?? '';
    byId('composer-hint').hidden = this.#problem !== null;
    this.#field.setAttribute('aria-invalid', String(left < 0 || this.#problem !== null));
    this.#counter.hidden = length < COUNTER_FROM;
    this.#counter.dataset.over = String(left < 0);
    this.#counter.textContent = this.#counter.hidden
      ? ''
      : left < 0
        ? say('composer.over', { over: -left })
        : say('composer.left', { left });
  }
}
