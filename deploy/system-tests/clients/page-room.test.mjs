/** A room of the page with a connection and a history of the test's own; no browser. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, mock, test } from 'node:test';
import { ROOT, eventually } from './stack.mjs';

const PAGE = `${ROOT}gateway-service/src/main/resources/META-INF/resources/page`;
const { read } = await import(`${PAGE}/commands.js`);
const { thinksUntil, turnOf } = await import(`${PAGE}/game.js`);
const { keyOf, placeInQuery, placeOf, queryOf } = await import(`${PAGE}/kinds.js`);
const { Room } = await import(`${PAGE}/room.js`);
const { unreadOf } = await import(`${PAGE}/unread.js`);
const { VisibleRange } = await import(`${PAGE}/view/visible-range.js`);
const { english } = await import(`${PAGE}/words/english.js`);
const { korean } = await import(`${PAGE}/words/korean.js`);

const ME = { playerId: 'p-mira', nickname: 'Mira', roles: [] };
const said = (n, more = {}) => ({
    messageId: `m${n}`,
    type: 'TALK',
    senderId: 'p-tom',
    senderNickname: 'Tom',
    content: `words ${n}`,
    createdAt: '2026-11-22T18:00:00.000Z',
    ...more,
});

/** A connection that writes down what is subscribed and sent, and brings what the test says. */
class Wire extends EventTarget {
    isOpen = true;
    answers = true;
    beginning = undefined;
    subscribed = [];
    sent = [];
    #stream;

    subscribe(destination, onMessage, headers) {
        this.#stream = { destination, onMessage, headers };
        this.back();
        return () => {};
    }

    /** The connection is there again. */
    back() {
        this.subscribed.push(this.#stream.headers());
        if (this.answers) {
            this.receipt(this.subscribed.at(-1).receipt);
        }
    }

    lost() {
        this.dispatchEvent(new CustomEvent('lost', { detail: {} }));
    }

    receipt(id) {
        const detail = { id, cursor: this.beginning };
        this.dispatchEvent(new CustomEvent('receipt', { detail }));
    }

    bring(body, cursor) {
        this.#stream.onMessage(body, { 'message-id': cursor });
    }

    breakOff() {
        const headers = { 'message-id': 'none', resumed: 'false', reason: 'expired' };
        this.#stream.onMessage({ resumed: false, reason: 'expired' }, headers);
    }

    send(destination, body, receipt) {
        this.sent.push({ destination, body, receipt });
        return true;
    }
}

function historyOf(...pages) {
    return {
        asked: 0,
        async page() {
            const messages = pages[Math.min(this.asked++, pages.length - 1)];
            return { messages, before: null };
        },
    };
}

async function roomOf({
    history = historyOf([]),
    kind = 'chat',
    connection = new Wire(),
    ...more
} = {}) {
    const place = { kind, roomId: 'tavern' };
    const room = new Room({ place, me: ME, connection, history, ...more });
    await room.enter(null);
    return { room, connection, ids: () => room.items.map((m) => m.messageId) };
}

describe('a room', () => {
    const stored = [said(1, { cursor: 'c1' }), said(2, { cursor: 'c2' })];

    test('goes on behind the newest stored message, so that nothing lies between', async () => {
        const { room, connection, ids } = await roomOf({ history: historyOf(stored) });
        assert.equal(connection.subscribed[0].after, 'c2');
        connection.bring(said(3), 'c3');
        connection.lost();
        connection.back();
        assert.equal(connection.subscribed[1].after, 'c3');
        assert.deepEqual(ids(), ['m1', 'm2', 'm3']);
        room.close();
    });

    test('goes on where it began while nothing was said', async () => {
        const connection = new Wire();
        connection.beginning = 'c0';
        const { room } = await roomOf({ connection });
        assert.equal(connection.subscribed[0].after, undefined);
        connection.lost();
        connection.back();
        assert.equal(connection.subscribed[1].after, 'c0');
        connection.bring(said(1), 'c1');
        connection.lost();
        connection.back();
        assert.equal(connection.subscribed[2].after, 'c1');
        room.close();
    });

    test('asks history again where it had no cursor to go on from', async () => {
        const { room, ids } = await roomOf({ history: historyOf([], [], stored) });
        await eventually(() => ({ ok: ids().length === 2, ids: ids() }));
        room.close();
    });

    test('begins anew when the stream was broken, and shows no hole', async () => {
        const history = historyOf(stored, [said(8, { cursor: 'c8' })]);
        const { room, connection, ids } = await roomOf({ history });
        connection.lost();
        connection.back();
        connection.breakOff();
        await eventually(() => ({ ok: connection.subscribed.length === 3 }));
        assert.equal(connection.subscribed[2].after, 'c8');
        assert.deepEqual(ids(), ['m8']);
        room.close();
    });

    test('marks the gap when beginning anew did not help', async () => {
        const { room, connection } = await roomOf({ history: historyOf(stored) });
        let gaps = 0;
        room.addEventListener('gap', () => gaps++);
        connection.breakOff();
        await eventually(() => ({ ok: connection.subscribed.length === 2 }));
        connection.breakOff();
        connection.bring(said(9), 'c9');
        assert.deepEqual(
            room.items.map(({ type }) => type),
            ['TALK', 'TALK', 'GAP', 'TALK'],
        );
        assert.equal(gaps, 1);
        room.close();
    });

    test('lives on without history', async () => {
        const history = { page: () => Promise.reject(new Error('away')) };
        const { room, connection, ids } = await roomOf({ history });
        connection.bring(said(1), 'c1');
        assert.deepEqual(ids(), ['m1']);
        assert.ok(room.backlog.failed);
        room.close();
    });

    test('counts what was missed while the connection was away', async () => {
        const { room, connection } = await roomOf({ history: historyOf(stored) });
        let missed = 0;
        room.addEventListener('caughtUp', ({ detail }) => (missed += detail.count));
        connection.bring(said(3), 'c3');
        connection.lost();
        connection.back();
        connection.bring(said(4), 'c4');
        connection.bring(said(5, { senderId: ME.playerId }), 'c5');
        connection.bring(said(4), 'c6');
        await eventually(() => ({ ok: missed > 0 }));
        assert.equal(missed, 1);
        room.close();
    });

    test('believes the gateways about who is here, also where they only count', async () => {
        const { room, connection, ids } = await roomOf({ history: historyOf(stored) });
        const members = [{ memberId: 'p-lea', nickname: 'Lea', status: 'ONLINE' }];
        connection.bring({ roomId: 'tavern', connectedCount: 1, members });
        assert.deepEqual(room.others, members);
        connection.bring({ roomId: 'tavern', connectedCount: 700 });
        assert.equal(room.presence.connectedCount, 700);
        assert.deepEqual(ids(), ['m1', 'm2']);
        room.close();
    });

    test('waits before a full room and enters when there is a place', async () => {
        mock.timers.enable({ apis: ['setTimeout'] });
        const full = Object.assign(new Wire(), { answers: false });
        const { room, connection } = await roomOf({
            history: historyOf(stored),
            connection: full,
        });
        const { receipt } = connection.subscribed[0];
        const error = { code: 'ROOM_FULL', temporary: true, receiptId: receipt };
        assert.ok(room.refusedEntry(error));
        assert.equal(room.refusal.code, 'ROOM_FULL');
        connection.lost();
        connection.answers = true;
        mock.timers.tick(2_000);
        assert.equal(connection.subscribed[1].after, 'c2');
        assert.equal(room.refusal, null);
        room.close();
        mock.timers.reset();
    });

    test('of an AI game tells who came and went, in whatever language that was written', async () => {
        const { room, connection } = await roomOf({ kind: 'aichat' });
        const system = (n, content) => ({ ...said(n, { content }), messageType: 'SYSTEM' });
        connection.bring(system(1, english['log.joined']({ name: 'Tom' })), 'c1');
        connection.bring(system(2, korean['log.left']({ name: 'Tom' })), 'c2');
        connection.bring(system(3, english['log.left']({ name: 'Mira' })), 'c3');
        connection.bring(system(4, 'The lights go out.'), 'c4');
        assert.deepEqual(
            room.items.map(({ type }) => type),
            ['JOIN', 'LEAVE', 'SYSTEM', 'SYSTEM'],
        );
        room.close();
    });

    test('names the turn in what a player of an AI game says', async () => {
        const { room, connection } = await roomOf({ kind: 'aichat' });
        const turn = { messageType: 'TURN_START', turnNumber: 3 };
        connection.bring({ ...said(1), type: undefined, ...turn }, 'c1');
        room.say('I look around.');
        const { destination, body } = connection.sent.at(-1);
        assert.equal(destination, '/pub/aichat/send');
        assert.equal(body.aiGameRoomId, 'tavern');
        assert.equal(body.turnNumber, 3);
        assert.equal(body.messageOrder, 0);
        room.nextTurn();
        connection.receipt(body.messageId);
        assert.equal(connection.sent.at(-1).destination, '/pub/aichat/turn/end');
        room.close();
    });
});

describe('what the rooms know', () => {
    test('a place keeps its kind and its name in its key and in the address', () => {
        const place = { kind: 'aichat', roomId: 'crypt & ash' };
        assert.deepEqual(placeOf(keyOf(place)), place);
        assert.deepEqual(placeInQuery(queryOf(place)), place);
        assert.equal(placeOf('elsewhere/x'), null);
        assert.equal(placeInQuery('?x=y'), null);
    });

    test('what others said after the last look is unread, and a whisper to me is told apart', () => {
        const items = [said(1), said(2, { senderId: 'p-mira' }), said(3, { receiverId: 'p-mira' })];
        assert.deepEqual(unreadOf(items, 'm1', 'p-mira'), { count: 1, toMe: true });
        assert.deepEqual(unreadOf(items, 'm3', 'p-mira'), { count: 0, toMe: false });
        assert.deepEqual(unreadOf(items, null, 'p-mira'), { count: 2, toMe: true });
    });

    test('a turn goes on from its start to its end, and an answer ends the thinking', () => {
        const turn = (type, turnNumber) => ({ type, turnNumber });
        const user = { type: 'TALK', messageOrder: 4, heardAt: 1_000 };
        const master = { type: 'AI' };
        const game = [master, turn('TURN_START', 2), user];
        assert.deepEqual(turnOf(game), { number: 2, open: true, order: 5 });
        assert.deepEqual(turnOf([]), { number: null, open: false, order: 0 });
        assert.equal(turnOf([...game, turn('TURN_END', 2)]).open, false);
        assert.ok(thinksUntil(game) > 1_000);
        assert.equal(thinksUntil([...game, master]), 0);
        assert.equal(thinksUntil([master, { ...user, heardAt: undefined }]), 0);
    });

    test('a game master thinks only where one has spoken, and not for ever', () => {
        const talk = (heardAt, type = 'TALK') => ({ type, heardAt });
        assert.equal(thinksUntil([talk(1_000), talk(2_000)]), 0);
        const left = [talk(1_000, 'AI'), talk(2_000), talk(3_000, 'JOIN'), talk(90_000)];
        assert.equal(thinksUntil(left), thinksUntil(left.slice(0, 2)));
    });

    test('a stretch of a long tale stays with its reader and moves on at its ends', () => {
        const items = Array.from({ length: 30 }, (_, n) => said(n));
        const room = { items, indexOf: (id) => items.findIndex((m) => m.messageId === id) };
        const visible = new VisibleRange(room, 10, 4);
        const shown = () => [visible.from, visible.to, visible.atEnd];
        assert.deepEqual(shown(), [20, 30, true]);
        visible.hold();
        items.push(said(30));
        assert.deepEqual(shown(), [20, 30, false]);
        assert.ok(visible.up());
        items.unshift(said(-1));
        assert.deepEqual(shown(), [17, 27, false]);
        assert.ok(visible.down());
        assert.ok(visible.down());
        assert.ok(!visible.down());
        assert.deepEqual(shown(), [22, 32, true]);
        visible.follow();
        items.push(said(31));
        assert.deepEqual(shown(), [23, 33, true]);
    });
});

describe('a command', () => {
    const others = [
        { memberId: 'p-tom', nickname: 'Tom' },
        { memberId: 'p-bo', nickname: 'Tom Bo' },
        { memberId: 'a', nickname: 'Ann' },
        { memberId: 'b', nickname: 'ann' },
    ];

    test('whispers to the longest name that fits, in quotes or not', () => {
        assert.deepEqual(read('/w tom hush', others), { content: 'hush', receiverId: 'p-tom' });
        assert.deepEqual(read('/w Tom Bo hush', others), { content: 'hush', receiverId: 'p-bo' });
        assert.deepEqual(read('/w "Tom" Bo hush', others).receiverId, 'p-bo');
        assert.deepEqual(read('/귓속말 Tom 쉿', others), { content: '쉿', receiverId: 'p-tom' });
    });

    test('whispers to nobody rather than to the wrong one', () => {
        assert.equal(read('/w Tomas hush', others).problem, 'command.unknown');
        assert.equal(read('/w Ann hush', others).problem, 'command.ambiguous');
        assert.equal(read('/w Tom ', others).problem, 'command.unclear');
        assert.equal(read('/w', others).problem, 'command.unclear');
    });

    test('whispers to nobody where nobody can be whispered to, and speaks it aloud to nobody', () => {
        for (const text of ['/w Tom hush', '/w Tom', '/w', '/귓속말 Tom 쉿']) {
            assert.deepEqual(read(text, null), { problem: 'command.noWhispers' });
        }
        assert.deepEqual(read('/what now', null), { content: '/what now' });
        assert.equal(read('/roll 21d6', null).problem, 'command.dice');
        assert.equal(read('/roll', null).problem, 'command.unclearDice');
    });

    test('throws dice whose sum is right', () => {
        for (let i = 0; i < 200; i++) {
            const { content } = read('/roll 3d6+2', others);
            const [, dice, sum, thrown] =
                /^🎲 (\d+d\d+[+-]?\d*) = (-?\d+) \(([\d, ]+)\)$/u.exec(content);
            const each = thrown.split(', ').map(Number);
            assert.equal(dice, '3d6+2');
            assert.equal(
                Number(sum),
                each.reduce((a, b) => a + b, 2),
            );
            assert.ok(each.length === 3 && each.every((n) => n >= 1 && n <= 6));
        }
        assert.equal(read('/roll 21d6', others).problem, 'command.dice');
        assert.equal(read('/roll 1d1', others).problem, 'command.dice');
    });

    test('leaves everything else as it is', () => {
        for (const text of ['hello', '/dance', 'a /w b', '/rolling stones', '🎲']) {
            assert.deepEqual(read(text, others), { content: text });
        }
    });
});

describe('the words', () => {
    test('are the same texts in both languages', () => {
        assert.deepEqual(Object.keys(korean), Object.keys(english));
    });

    test('say every reason of a refusal that the contract knows', () => {
        const path = `${ROOT}docs/contract/schemas/error.json`;
        const codes = JSON.parse(readFileSync(path, 'utf8')).properties.code.enum;
        for (const words of [english, korean]) {
            assert.deepEqual(
                codes.filter((code) => !words[`error.${code}`]),
                [],
            );
        }
    });

    test('are there for everything the page names', () => {
        const html = readFileSync(`${PAGE}/../index.html`, 'utf8');
        const named = [...html.matchAll(/data-(?:word|label|title|placeholder)="([^"]+)"/g)];
        assert.ok(named.length > 20);
        assert.deepEqual(
            named.map(([, key]) => key).filter((key) => !english[key]),
            [],
        );
    });
});
