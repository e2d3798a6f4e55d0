/** @stomp/stompjs, unchanged, with two gateways of a running stack. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Player } from './player.mjs';
import { eventually, history, newRoom, tokenFor, urlsOf } from './stack.mjs';

const LIMIT = { timeout: 180_000 };

describe('a STOMP client of somebody else', LIMIT, () => {
    const open = [];
    let mira;
    let tom;
    let miraToken;

    before(async () => {
        miraToken = await tokenFor('Mira', '--id', 'p-mira');
        mira = await Player.withToken(urlsOf('gateway-1').ws, miraToken);
        tom = await Player.withToken(
            urlsOf('gateway-2').ws,
            await tokenFor('Tom', '--id', 'p-tom', '--roles', 'gm'),
        );
        open.push(mira, tom);
    });

    after(() => Promise.all(open.map((player) => player.close())));

    test('gets its receipt, and members on both gateways get the same message', async () => {
        const room = newRoom('system');
        await mira.subscribe(`/sub/chat/room/${room}`);
        await tom.subscribe(`/sub/chat/room/${room}`);
        await mira.talk(room, 'I open the door. Slowly.');
        const here = await mira.messages.next(({ body }) => body.roomId === room);
        const there = await tom.messages.next(({ body }) => body.roomId === room);
        assert.equal(here.headers['message-id'], there.headers['message-id']);
        assert.match(here.headers['message-id'], /^[0-9a-f]{8}-\d+-\d+$/);
        assert.deepEqual(here.body, there.body);
        assert.equal(here.body.senderId, 'p-mira');
        assert.equal(here.body.senderNickname, 'Mira');
        assert.equal(here.headers.destination, `/sub/chat/room/${room}`);
    });

    test('sees one order on both gateways, which is the stored order', async () => {
        const room = newRoom('order');
        await mira.subscribe(`/sub/chat/room/${room}`);
        await tom.subscribe(`/sub/chat/room/${room}`);
        const talk = [];
        for (let i = 0; i < 8; i++) {
            talk.push(mira.talk(room, `m${i}`), tom.talk(room, `t${i}`));
        }
        await Promise.all(talk);
        const of = (player) => player.messages.all.filter(({ body }) => body.roomId === room);
        await eventually(() => ({ ok: of(mira).length >= 16 && of(tom).length >= 16 }));
        const ids = of(mira).map(({ headers }) => headers['message-id']);
        assert.equal(new Set(ids).size, 16);
        assert.deepEqual(
            of(tom).map(({ headers }) => headers['message-id']),
            ids,
        );
        const { stored } = await eventually(async () => {
            const found = await history(room, miraToken);
            return { ok: found.length === 16, stored: found.map((message) => message.cursor) };
        });
        assert.deepEqual(stored.reverse(), ids);
    });

    test('is told who is in the room, on whichever gateway', async () => {
        const room = newRoom('present');
        await mira.subscribe(`/sub/chat/room/${room}`);
        await tom.subscribe(`/sub/chat/room/${room}`);
        const { body } = await mira.presence.next(
            (frame) => frame.body.roomId === room && frame.body.connectedCount === 2,
        );
        assert.deepEqual(
            body.members.map(({ memberId, nickname }) => [memberId, nickname]),
            [
                ['p-mira', 'Mira'],
                ['p-tom', 'Tom'],
            ],
        );
    });

    test('is told why a message was refused, and stays connected', async () => {
        const room = newRoom('refused');
        await mira.subscribe(`/sub/chat/room/${room}`);
        const content = 'x'.repeat(2_001);
        const { receipt } = mira.offer('/pub/chat/send', { roomId: room, content, type: 'TALK' });
        const refusal = await mira.refusals.next(({ body }) => body.receiptId === receipt);
        assert.equal(refusal.body.code, 'CONTENT_TOO_LONG');
        assert.equal(refusal.body.temporary, false);
        await mira.talk(room, 'still here');
        await mira.messages.next(({ body }) => body.content === 'still here');
        assert.equal(mira.closes.all.length, 0);
    });

    test('cannot speak in somebody else’s name', async () => {
        const body = { roomId: newRoom('name'), senderId: 'p-tom', content: 'hello', type: 'TALK' };
        const { receipt } = mira.offer('/pub/chat/send', body);
        const refusal = await mira.refusals.next((answer) => answer.body.receiptId === receipt);
        assert.equal(refusal.body.code, 'NOT_YOUR_ID');
    });

    test('negotiates heart-beats both ways', () => {
        const [sends, wants] = mira.connected.all[0].headers['heart-beat'].split(',').map(Number);
        assert.ok(sends > 0 && wants > 0, `heart-beat: ${sends},${wants}`);
        assert.equal(mira.client.connectedVersion, '1.2');
    });

    test('may bring the token in CONNECT, and without one is refused', async () => {
        const { ws } = urlsOf('gateway-2');
        const headers = { Authorization: `Bearer ${miraToken}` };
        const bearer = new Player({ url: `${ws}/websocket`, connectHeaders: headers });
        await bearer.open();
        await bearer.close();
        const stranger = new Player({ url: ws });
        stranger.client.activate();
        await stranger.stompErrors.next(() => true);
        const { code } = await stranger.closes.next(() => true);
        assert.equal(code, 4005);
        await stranger.close();
    });

    test('plays in an AI game room, where turns belong to the game master', async () => {
        const room = newRoom('crypt');
        await mira.subscribe(`/sub/aichat/room/${room}`);
        await mira.send('/pub/aichat/send', {
            aiGameRoomId: room,
            content: 'I read the inscription.',
        });
        const said = await mira.messages.next(({ body }) => body.aiGameRoomId === room);
        assert.equal(said.body.messageType, 'USER');
        const turn = { aiGameRoomId: room, turnNumber: 1 };
        const { receipt } = mira.offer('/pub/aichat/turn/start', turn);
        const refusal = await mira.refusals.next(({ body }) => body.receiptId === receipt);
        assert.equal(refusal.body.code, 'ROLE_REQUIRED');
        await tom.send('/pub/aichat/turn/start', turn);
        const started = await mira.messages.next(({ body }) => body.messageType === 'TURN_START');
        assert.equal(started.body.turnNumber, 1);
    });
});
