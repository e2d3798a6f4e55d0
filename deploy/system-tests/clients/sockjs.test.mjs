/** sockjs-client with @stomp/stompjs inside, both as published: what today's web client uses. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import SockJS from 'sockjs-client';
import { Player } from './player.mjs';
import { newRoom, tokenFor, urlsOf } from './stack.mjs';

const LIMIT = { timeout: 180_000 };

/** By default it gives the WebSocket as little as 0.6 s, judged by one fast answer, then passes on to transports that there are not. */
const PATIENT = { timeout: 30_000 };

/** @returns {string} where sockjs-client connects: its address is an http one */
function address(gateway, token) {
    return `${urlsOf(gateway).http}/ws-chat?token=${encodeURIComponent(token)}`;
}

describe('sockjs-client', LIMIT, () => {
    const open = [];
    let token;
    let transports;

    async function player(gateway) {
        const sockJs = new Player({ url: address(gateway, token) });
        sockJs.client.webSocketFactory = () => {
            const socket = new SockJS(address(gateway, token), null, PATIENT);
            socket.addEventListener('open', () => transports.push(socket.transport));
            return socket;
        };
        open.push(sockJs);
        await sockJs.open();
        return sockJs;
    }

    before(async () => {
        transports = [];
        token = await tokenFor('Sori', '--id', 'p-sori');
    });

    after(() => Promise.all(open.map((one) => one.close())));

    test('is told that there is a WebSocket and that no cookie is needed', async () => {
        const response = await fetch(`${urlsOf('gateway-1').http}/ws-chat/info`);
        assert.equal(response.status, 200);
        const info = await response.json();
        assert.equal(info.websocket, true);
        assert.equal(info.cookie_needed, false);
        assert.ok(Number.isInteger(info.entropy) && info.entropy < 2 ** 32);
    });

    test('connects by its WebSocket transport and talks with a plain WebSocket on the other gateway', async () => {
        const room = newRoom('sockjs');
        const sori = await player('gateway-1');
        const plain = await Player.withToken(urlsOf('gateway-2').ws, token);
        open.push(plain);
        assert.deepEqual(transports, ['websocket']);
        await sori.subscribe(`/sub/chat/room/${room}`);
        await plain.subscribe(`/sub/chat/room/${room}`);
        await sori.talk(room, '"문을 연다" 🐉\n\\천천히\u2028');
        await plain.talk(room, 'line\r\nand "quotes"');
        for (const one of [sori, plain]) {
            await one.messages.next(({ body }) => body.content === '"문을 연다" 🐉\n\\천천히\u2028');
            await one.messages.next(({ body }) => body.content === 'line\r\nand "quotes"');
        }
        assert.deepEqual(
            sori.messages.all.map(({ headers }) => headers['message-id']),
            plain.messages.all.map(({ headers }) => headers['message-id']),
        );
    });

    test('is told by code and reason why it was closed', async () => {
        const sockJs = new Player({ url: address('gateway-1', token) });
        sockJs.client.webSocketFactory = () =>
            new SockJS(`${urlsOf('gateway-1').http}/ws-chat`, null, PATIENT);
        sockJs.client.activate();
        await sockJs.stompErrors.next(() => true);
        const { code, reason } = await sockJs.closes.next(() => true);
        assert.deepEqual([code, reason], [4005, 'no valid token']);
        await sockJs.close();
    });
});
