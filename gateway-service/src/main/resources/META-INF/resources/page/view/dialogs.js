/** The page's dialogs. */
import { say } from '../words.js';
import { byId } from './element.js';

/** What a gateway takes as a room's id. */
const ROOM_ID = /^[^\u0000-\u001f\u007f/]{1,120}$/;

/** @returns {string|null} the key of a text that says what is wrong with a room's name */
export function problemWith(roomId) {
  return !roomId ? 'door.needRoom' : ROOM_ID.test(roomId) ? null : 'door.badRoom';
}

/**
 * Asks before unsent messages are given up.
 *
 * @returns {Promise<boolean>} whether the player leaves
 */
export async function askBeforeLeaving(count) {
  if (count === 0) {
    return true;
  }
  byId('leave-text').textContent = say('leave.text', { count });
  return (await answerOf(byId('leave-dialog'))) === 'leave';
}

/** @returns {Promise<{kind: string, roomId: string} | null>} where the player wants to sit down */
export async function askForPlace() {
  const dialog = byId('add-dialog');
  const field = byId('add-room');
  const problem = byId('add-problem');
  byId('add-form').reset();
  problem.textContent = '';
  field.oninput = () => (problem.textContent = '');
  byId('add-form').onsubmit = (event) => {
    const key = event.submitter?.value === 'cancel' ? null : problemWith(field.value.trim());
    if (key !== null) {
      event.preventDefault();
      problem.textContent = say(key);
      field.focus();
    }
  };
  const answer = await answerOf(dialog);
  const kind = byId('add-form').elements['add-kind'].value;
  return answer === 'add' ? { kind, roomId: field.value.trim() } : null;
}

/** Shows what the keys do. */
export function showKeys() {
  return answerOf(byId('keys-dialog'));
}

async function answerOf(dialog) {
  dialog.returnValue = '';
  dialog.showModal();
  await new Promise((done) => dialog.addEventListener('close', done, { once: true }));
  return dialog.returnValue;
}
