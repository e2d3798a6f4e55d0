/**
 * One player's connection to a gateway: STOMP over WebSocket by @stomp/stompjs. After a loss it
 * reconnects, with a growing, jittered delay, and subscribes again.
 *
 * Events: `open`; `lost` {retryAt}, where null means that there is no further attempt;
 * `connecting`; `receipt` {id, cursor}, with `cursor` after a SUBSCRIBE to a room; `refused`
 * {message}: the gateway does not accept this token, and there is no further attempt.
 */
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
const LONGEST_WHEN_SEEN_MS = 8_000;
const SOON_MS = 1_000;
const STEADY_AFTER_MS = 5_000;
const HEART_BEAT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;
const CLOSE_AFTER_ERROR_MS = 2_000;

/** Close codes after which only another token helps: it expired, was not valid, or was revoked. */
const TOKEN_CODES = new Set([4004, 4005, 4008]);

/** Close codes that blame what the page has sent. */
const BLAMING_CODES = new Set([1002, 1007, 1009]);

/** Close codes after which the same would happen again, or, after 4009, to another tab of the player. */
const STAY_AWAY_CODES = new Set([1002, 1007, 1009, 4003, 4009]);

/**
 * @param {boolean} hidden whether nobody looks at the page
 * @returns {number} milliseconds to wait before attempt n (0, 1, …): half to all of 1 s · 2ⁿ, at
 *   most 8 s, or 30 s while the page is hidden
 */
export function reconnectDelay(attempt, hidden, random = Math.random) {
  const most = hidden ? LONGEST_DELAY_MS : LONGEST_WHEN_SEEN_MS;
  const longest = Math.min(most, FIRST_DELAY_MS * 2 ** Math.min(attempt, 10));
  return Math.round(longest * (0.5 + random() / 2));
}

/**
 * A browser lets the timers of a hidden page sleep for a minute, too long for the gateway. What the
 * gateway sends wakes the page, its heart-beats at least; so the page answers those.
 */
function answerHeartBeats(socket) {
  let last = Date.now();
  socket?.addEventListener('message', () => {
    if (Date.now() - last >= HEART_BEAT_MS) {
      last = Date.now();
      socket.send('\n');
    }
  });
}

export class Connection extends EventTarget {
  #url;
  #token;
  #Client;
  #client = null;
  #subscriptions = new Set();
  #attempt = 0;
  #timer;
  #wanted = false;
  #waiting = false;
  #openedAt = 0;
  #errorText = null;

  /** @param {{url: () => string, token: string}} settings `url` is asked at each attempt */
  constructor({ url, token, Client = globalThis.StompJs.Client }) {
    super();
    this.#url = url;
    this.#token = token;
    this.#Client = Client;
    this.online = () => this.retryNow();
    this.offline = () => this.#client?.forceDisconnect();
    this.seen = () => globalThis.document?.hidden === false && this.retrySoon();
  }

  get isOpen() {
    return this.#openedAt > 0;
  }

  /** Opens and stays: comes back after every loss until `close`. */
  open() {
    this.#wanted = true;
    globalThis.addEventListener?.('online', this.online);
    globalThis.addEventListener?.('offline', this.offline);
    globalThis.document?.addEventListener('visibilitychange', this.seen);
    this.#connect();
  }

  /** Says DISCONNECT and stays away. */
  async close() {
    this.#wanted = false;
    clearTimeout(this.#timer);
    globalThis.removeEventListener?.('online', this.online);
    globalThis.removeEventListener?.('offline', this.offline);
    globalThis.document?.removeEventListener('visibilitychange', this.seen);
    this.#openedAt = 0;
    await this.#client?.deactivate();
  }

  /** Ends the wait before the next attempt; the delays begin anew. */
  retryNow() {
    if (this.#wanted && this.#waiting) {
      this.#attempt = 0;
      this.#connect();
    }
  }

  /**
   * There is reason to believe that the gateway answers again: tries within a second, by chance, so
   * that not all come at once.
   */
  retrySoon() {
    if (this.#wanted && this.#waiting && this.#timer !== undefined) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.retryNow(), Math.random() * SOON_MS);
    }
  }

  /**
   * Subscribes now and after each reconnect.
   *
   * @param {() => object} headers asked at each SUBSCRIBE, so that it can carry the newest cursor
   * @returns {() => void} ends the subscription
   */
  subscribe(destination, onMessage, headers = () => ({})) {
    const subscription = { destination, onMessage, headers, active: null };
    this.#subscriptions.add(subscription);
    if (this.isOpen) {
      this.#activate(subscription);
    }
    return () => {
      this.#subscriptions.delete(subscription);
      if (this.isOpen) {
        subscription.active?.unsubscribe();
      }
    };
  }

  /** @returns {boolean} false when the connection is away and nothing was sent */
  send(destination, body, receipt) {
    if (!this.isOpen || !this.#client.connected) {
      return false;
    }
    this.#client.publish({
      destination,
      headers: { 'content-type': 'application/json', receipt },
      body: JSON.stringify(body),
    });
    return true;
  }

  #activate(subscription) {
    subscription.active = this.#client.subscribe(
      subscription.destination,
      (message) => subscription.onMessage(JSON.parse(message.body), message.headers),
      subscription.headers(),
    );
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#waiting = false;
    this.#errorText = null;
    this.#tell('connecting');
    const client = new this.#Client({
      brokerURL: this.#url(),
      connectHeaders: { Authorization: `Bearer ${this.#token}` },
      reconnectDelay: 0,
      connectionTimeout: CONNECT_TIMEOUT_MS,
      heartbeatIncoming: HEART_BEAT_MS,
      heartbeatOutgoing: HEART_BEAT_MS,
      discardWebsocketOnCommFailure: true,
    });
    this.#client = client;
    client.onConnect = () => {
      this.#openedAt = Date.now();
      answerHeartBeats(client.webSocket);
      this.#subscriptions.forEach((subscription) => this.#activate(subscription));
      this.#tell('open');
    };
    client.onUnhandledReceipt = (frame) =>
      this.#tell('receipt', { id: frame.headers['receipt-id'], cursor: frame.headers.cursor });
    client.onStompError = (frame) => {
      this.#errorText = frame.headers.message ?? '';
      setTimeout(() => client.forceDisconnect(), CLOSE_AFTER_ERROR_MS);
    };
    client.onWebSocketClose = (event) => this.#closed(client, event.code);
    client.activate();
  }

  #closed(client, code) {
    client.deactivate();
    if (client !== this.#client || !this.#wanted) {
      return;
    }
    const wasOpen = this.isOpen;
    if (wasOpen && Date.now() - this.#openedAt > STEADY_AFTER_MS) {
      this.#attempt = 0;
    }
    this.#openedAt = 0;
    if (TOKEN_CODES.has(code) || (!wasOpen && this.#errorText !== null)) {
      this.close();
      this.#tell('refused', { message: this.#errorText ?? '' });
      return;
    }
    this.#waiting = true;
    if (STAY_AWAY_CODES.has(code)) {
      this.#timer = undefined;
      this.#tell('lost', { retryAt: null, blamed: BLAMING_CODES.has(code) });
      return;
    }
    const delay = reconnectDelay(this.#attempt++, globalThis.document?.hidden === true);
    this.#timer = setTimeout(() => this.#connect(), delay);
    this.#tell('lost', { retryAt: Date.now() + delay });
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
