/**
 * Messages between the tabs of one browser: that the gateway is available again, and the guest's
 * identity, so that a second tab is the same player. In a browser without BroadcastChannel, each
 * tab is on its own.
 */
const ANSWER_WITHIN_MS = 400;

export class Tabs {
  #channel;
  #waiting = new Set();

  /**
   * @param {{opened: () => void, session: () => {token: string, guest: boolean, nickname: string} | null}} on
   *   `opened`: another tab has reached its gateway; `session`: who this tab's player is
   */
  constructor({ opened, session }, Channel = globalThis.BroadcastChannel) {
    this.#channel = Channel ? new Channel('dungeontalk') : null;
    this.#channel?.addEventListener('message', ({ data }) => {
      if (data.type === 'opened') {
        opened();
      } else if (data.type === 'guest?') {
        this.#answer(data.nickname, session());
      } else if (data.type === 'guest') {
        this.#waiting.forEach((take) => take(data));
      }
    });
  }

  /** This tab has reached its gateway. */
  opened() {
    this.#channel?.postMessage({ type: 'opened' });
  }

  /** @returns {Promise<string|null>} the token of the guest of that name in another tab */
  guest(nickname) {
    if (this.#channel === null) {
      return Promise.resolve(null);
    }
    return new Promise((resolve) => {
      const settle = (token) => {
        this.#waiting.delete(take);
        clearTimeout(timer);
        resolve(token);
      };
      const take = (answer) => answer.nickname === nickname && settle(answer.token);
      const timer = setTimeout(() => settle(null), ANSWER_WITHIN_MS);
      this.#waiting.add(take);
      this.#channel.postMessage({ type: 'guest?', nickname });
    });
  }

  /** Hears and says nothing any more. */
  close() {
    this.#channel?.close();
  }

  #answer(nickname, session) {
    if (session?.guest && session.nickname === nickname) {
      this.#channel.postMessage({ type: 'guest', nickname, token: session.token });
    }
  }
}
