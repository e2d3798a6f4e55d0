/**
 * Creates UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then a counter, then random bits. The
 * ids of one page are strictly increasing, also within a millisecond and when the clock steps back
 * a little.
 */
import { now as serverNow } from './clock.js';

/** A clock that steps back further than this was wrong before: its time is not kept. */
const LONGEST_STEP_MS = 60_000;

let lastTime = 0;
let counter = 0;

/** @returns {string} a new id, lower case with hyphens */
export function uuidv7(now = serverNow()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  if (now > lastTime || now < lastTime - LONGEST_STEP_MS) {
    lastTime = now;
    counter = ((bytes[6] & 0x07) << 8) | bytes[7];
  } else if (++counter > 0xfff) {
    lastTime += 1;
    counter = 0;
  }
  for (let i = 0; i < 6; i++) {
    bytes[i] = Math.floor(lastTime / 2 ** (8 * (5 - i))) & 0xff;
  }
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
  return [8, 12, 16, 20].reduceRight((text, at) => `${text.slice(0, at)}-${text.slice(at)}`, hex);
}
