/**
 * The input for messages: Enter sends, Shift+Enter breaks the line, a counter appears near the
 * limit. A whisper continues until the player ends it. A draft survives a reload.
 *
 * Enter also ends the composition of an input method. Hangul is composed while it is typed, so
 * there Enter sends the whole text once the composition has ended. Kana and pinyin are candidates
 * until Enter accepts one, so there it only does that.
 */
import { read } from '../commands.js';
import { tab } from '../storage.js';
import { say } from '../words.js';
import { byId, plainName } from './element.js';

/** Counted in code points, as the gateway counts: an emoji is one or a few, never a half. */
export const LONGEST_TEXT = 2_000;
const COUNTER_FROM = 1_800;
const TALLEST_PX = 168;
const ENDS_IN_HANGUL = /\p{Script=Hangul}$/u;

const lengthOf = (text) => [...text].length;

export class Composer {
  #field = byId('words');
  #counter = byId('counter');
  #problem = null;
  #room = null;
  #whisperTo = null;
  #composed = '';
  #sendWhenComposed = false;
  #breaksLine = false;
  #silenced = false;
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
      this.#keep();
      this.#look();
    };
    this.#field.onkeydown = (event) => this.#key(event);
    this.#field.onbeforeinput = (event) => this.#beforeInput(event);
    this.#field.addEventListener('compositionstart', () => this.#begins());
    this.#field.addEventListener('compositionupdate', ({ data }) => (this.#composed = data));
    this.#field.addEventListener('compositionend', ({ data }) => this.#composedAs(data));
  }

  /** Writes into another room; what was begun in the last one stays there. */
  show(room) {
    this.#room = room;
    this.#problem = null;
    this.#whisperTo = null;
    const hint = byId('composer-hint');
    hint.dataset.word = room.whispers ? 'composer.hint' : 'composer.hintGame';
    hint.textContent = say(hint.dataset.word);
    this.fill(tab.read(this.#draft) ?? '');
  }

  /** Whispers to that member from now on; null: speaks to all again. */
  whisperTo(member) {
    this.#whisperTo = member;
    this.#problem = null;
    this.#look();
    this.#field.focus();
  }

  /** While the player may not speak, what is written stays here. */
  silence(silenced) {
    this.#silenced = silenced;
    this.#look();
  }

  get whispers() {
    return this.#whisperTo !== null;
  }

  fill(text) {
    this.#field.value = text;
    this.#keep();
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

  /** Where what the player has begun to write in this room is kept. */
  get #draft() {
    return `draft.${this.#room.me.playerId}.${this.#room.key}`;
  }

  #keep() {
    tab.write(this.#draft, this.#field.value || null);
  }

  #key(event) {
    if (event.key === 'Enter') {
      this.#breaksLine = event.shiftKey;
      const candidate = event.keyCode === 229 && !event.isComposing;
      if (!event.shiftKey && this.#enter(event.isComposing, candidate)) {
        event.preventDefault();
      }
    } else if (event.key === 'Escape' && this.whispers) {
      event.stopPropagation();
      this.whisperTo(null);
    }
  }

  /** Phones tell of Enter by what it would do to the text, not by its key. */
  #beforeInput(event) {
    const breaks = event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph';
    if (breaks && !this.#breaksLine && this.#enter(event.isComposing, false)) {
      event.preventDefault();
    }
    this.#breaksLine = false;
  }

  /**
   * @param {boolean} candidate the key ended a composition just now, as Safari tells it
   * @returns {boolean} whether Enter meant sending
   */
  #enter(composing, candidate) {
    if ((composing || candidate) && !ENDS_IN_HANGUL.test(this.#composed)) {
      return false;
    }
    if (composing) {
      this.#sendWhenComposed = true;
    } else {
      byId('composer').requestSubmit();
    }
    return true;
  }

  #begins() {
    this.#composed = '';
    this.#sendWhenComposed = false;
  }

  /** The field has the whole text when the browser has told of its last change. */
  #composedAs(text) {
    this.#composed = text;
    if (this.#sendWhenComposed) {
      this.#sendWhenComposed = false;
      setTimeout(() => byId('composer').requestSubmit());
    }
  }

  #submit() {
    if (!this.#sendable) {
      return;
    }
    const others = this.#room.whispers ? this.#room.others : null;
    const { content, receiverId, problem, name } = read(this.#field.value, others);
    const to = receiverId ?? this.#whisperTo?.memberId;
    if (problem) {
      this.#problem = say(problem, { name });
    } else if (to && !others.some(({ memberId }) => memberId === to)) {
      this.#problem = say('command.gone', { name: plainName(this.#whisperTo.nickname) });
    } else {
      this.#room.say(content, to);
      this.#field.value = '';
      this.#keep();
      this.#sent();
    }
    this.#look();
  }

  get #sendable() {
    const text = this.#field.value;
    return !this.#silenced && text.trim() !== '' && lengthOf(text) <= LONGEST_TEXT;
  }

  #look() {
    const length = lengthOf(this.#field.value);
    const left = LONGEST_TEXT - length;
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(TALLEST_PX, this.#field.scrollHeight)}px`;
    byId('send').disabled = !this.#sendable;
    byId('composer').classList.toggle('whispering', this.whispers);
    byId('whispering').hidden = !this.whispers;
    byId('whispering-text').textContent = this.whispers
      ? say('whisper.to', { name: plainName(this.#whisperTo.nickname) })
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
