/** A player with @stomp/stompjs over ws, both as published: only waiting is added. */
import { Client } from '@stomp/stompjs';
import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';

const TIMEOUT_MS = 30_000;

/** Collects what comes and lets a test wait for it. */
class Inbox {
    #items = [];
    #waiting = new Set();

    put(item) {
        this.#items.push(item);
        this.#waiting.forEach((look) => look());
    }

    get all() {
        return [...this.#items];
    }

    /** @returns {Promise<any>} the first item that fits, now or within the time */
    next(fits) {
        return new Promise((done, fail) => {
            const timer = setTimeout(() => {
                this.#waiting.delete(look);
                fail(
                    new Error(
                        `nothing that fits within ${TIMEOUT_MS} ms of ${this.#items.length} items`,
                    ),
                );
            }, TIMEOUT_MS);
            const look = () => {
                const found = this.#items.find(fits);
                if (found !== undefined) {
                    clearTimeout(timer);
                    this.#waiting.delete(look);
                    done(found);
                }
            };
            this.#waiting.add(look);
            look();
        });
    }
}

export class Player {
    messages = new Inbox();
    presence = new Inbox();
    refusals = new Inbox();
    connected = new Inbox();
    stompErrors = new Inbox();
    closes = new Inbox();

    /** @param {{url: string, connectHeaders?: object}} how where and with which CONNECT headers */
    constructor({ url, connectHeaders = {} }) {
        this.client = new Client({
            brokerURL: url,
            webSocketFactory: () => new WebSocket(url, ['v12.stomp', 'v11.stomp', 'v10.stomp']),
            connectHeaders,
            reconnectDelay: 0,
            heartbeatIncoming: 10_000,
            heartbeatOutgoing: 10_000,
            onConnect: (frame) => this.connected.put(frame),
            onStompError: (frame) => this.stompErrors.put(frame),
            onWebSocketClose: (event) => this.closes.put(event),
        });
    }

    /** Connects with the token in the handshake, as DungeonTalk's own client does. */
    static async withToken(ws, token) {
        const player = new Player({ url: `${ws}?token=${encodeURIComponent(token)}` });
        await player.open();
        return player;
    }

    async open() {
        this.client.activate();
        const frame = await this.connected.next(() => true);
        await this.subscribe('/user/queue/errors', this.refusals);
        return frame;
    }

    /** Resolves with the gateway's receipt: the subscription's position is fixed. */
    async subscribe(destination, inbox = this.messages) {
        const receipt = randomUUID();
        const fixed = this.#receipt(receipt);
        this.client.subscribe(
            destination,
            ({ headers, body }) => {
                const isPresence = headers['message-id'].startsWith('presence-');
                (isPresence ? this.presence : inbox).put({ headers, body: JSON.parse(body) });
            },
            { receipt },
        );
        await this.#within(fixed);
    }

    /** Resolves with the receipt: the log has the message. */
    async send(destination, body) {
        const { receipt, logged } = this.offer(destination, body);
        await this.#within(logged);
        return receipt;
    }

    /** Sends without waiting. @returns {{receipt: string, logged: Promise<void>}} */
    offer(destination, body) {
        const receipt = randomUUID();
        const logged = this.#receipt(receipt);
        this.client.publish({ destination, headers: { receipt }, body: JSON.stringify(body) });
        return { receipt, logged };
    }

    talk(roomId, content) {
        return this.send('/pub/chat/send', { roomId, content, type: 'TALK' });
    }

    async close() {
        await this.client.deactivate();
    }

    async #within(receipt) {
        let timer;
        const late = new Promise((_, fail) => {
            timer = setTimeout(() => {
                const refused = JSON.stringify(this.refusals.all.map(({ body }) => body));
                fail(new Error(`no receipt within ${TIMEOUT_MS} ms; refused: ${refused}`));
            }, TIMEOUT_MS);
        });
        await Promise.race([receipt, late]).finally(() => clearTimeout(timer));
    }

    #receipt(id) {
        return new Promise((done) => this.client.watchForReceipt(id, () => done()));
    }
}
