/** Reads a room's stored messages from persistence-service, newest first, page by page. */
import { KINDS } from './kinds.js';

const PAGE_SIZE = 50;
const TIMEOUT_MS = 8_000;

export class History {
  #base;
  #token;

  /** @param {string} base the service's address, or "" for the page's own origin */
  constructor({ base, token }) {
    this.#base = base.replace(/\/$/, '');
    this.#token = token;
  }

  /**
   * @param {{kind: string, roomId: string}} place
   * @param {string|null} before a cursor; null for the newest page
   * @returns {Promise<{messages: Array, before: string|null}>} messages turned round: oldest first
   */
  async page({ kind, roomId }, before = null) {
    const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
    if (before !== null) {
      query.set('before', before);
    }
    const room = encodeURIComponent(roomId);
    const response = await fetch(`${this.#base}/api/${kind}/room/${room}/messages?${query}`, {
      headers: { Authorization: `Bearer ${this.#token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) {
      throw new Error(`history: ${response.status}`);
    }
    const page = await response.json();
    return { messages: page.messages.toReversed().map(KINDS[kind].read), before: page.before };
  }
}
