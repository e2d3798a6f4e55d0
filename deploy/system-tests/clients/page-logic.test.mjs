/** The page's modules that need no browser. */
import assert from 'node:assert/strict';
import { afterEach, describe, mock, test } from 'node:test';
import { ROOT } from './stack.mjs';

const PAGE = `${ROOT}gateway-service/src/main/resources/META-INF/resources/page`;
const { Backlog } = await import(`${PAGE}/backlog.js`);
const { Outbox } = await import(`${PAGE}/outbox.js`);
const { Timeline, membersOf } = await import(`${PAGE}/timeline.js`);
const { reconnectDelay } = await import(`${PAGE}/connection.js`);
const { Tabs } = await import(`${PAGE}/tabs.js`);
const { uuidv7 } = await import(`${PAGE}/uuid.js`);
const { learn, now } = await import(`${PAGE}/clock.js`);
const { firstGrapheme } = await import(`${PAGE}/view/element.js`);

const message = (id) => ({ messageId: id, cursor: `c-${id}`, content: id });
const run = (ids) => ids.split('').map(message);
const shown = (timeline) => timeline.items.map((item) => item.messageId).join('');

describe('uuidv7', () => {
    test('rises strictly, also within a millisecond and when the clock steps back', () => {
        const ids = Array.from({ length: 5_000 }, (_, i) => uuidv7(1_790_000_000_000 - (i % 3)));
        assert.deepEqual([...ids].sort(), ids);
        assert.equal(new Set(ids).size, ids.length);
    });

    test('has the shape the gateway asks for', () => {
        const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
        for (let i = 0; i < 1_000; i++) {
            assert.match(uuidv7(), shape);
        }
    });
});

describe('a clock that is wrong', () => {
    const HOUR = 3_600_000;
    const timeOf = (id) => Number.parseInt(id.replace('-', '').slice(0, 12), 16);

    test('is known by the time that the server tells', (t) => {
        t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 10, 23, 19) });
        const server = Date.now() - 25 * HOUR;
        learn(new Date(server).toISOString());
        assert.equal(now(), server);
        assert.equal(timeOf(uuidv7()), server);
        learn(undefined);
        assert.equal(now(), server);
        learn(new Date().toISOString());
    });

    test('leaves no future in the ids once it is put right', () => {
        const right = Date.UTC(2027, 0, 1);
        uuidv7(right + 25 * HOUR);
        const id = uuidv7(right);
        assert.equal(timeOf(id), right);
        assert.ok(uuidv7(right) > id);
    });
});

describe('the seal of a name', () => {
    for (const [name, first] of [
        ['Mira', 'M'],
        ['👨\u200d👩\u200d👧 family', '👨\u200d👩\u200d👧'],
        ['🇰🇷🇩🇪', '🇰🇷'],
        ['e\u0301va', 'e\u0301'],
        ['👍🏽', '👍🏽'],
        ['\u202eMira', 'M'],
        [' ', '?'],
        ['', '?'],
    ]) {
        test(`is its first grapheme: ${JSON.stringify(name)}`, () => {
            assert.equal(firstGrapheme(name), first);
        });
    }
});

describe('reconnectDelay', () => {
    test('doubles up to 8 s, with half of it left to chance', () => {
        const most = [0, 1, 2, 5, 50].map((attempt) => reconnectDelay(attempt, false, () => 1));
        assert.deepEqual(most, [1_000, 2_000, 4_000, 8_000, 8_000]);
        assert.equal(
            reconnectDelay(3, false, () => 0),
            4_000,
        );
    });

    test('doubles up to half a minute while nobody looks', () => {
        const most = [0, 5, 50].map((attempt) => reconnectDelay(attempt, true, () => 1));
        assert.deepEqual(most, [1_000, 30_000, 30_000]);
    });
});

describe('the tabs of one browser', () => {
    const nobody = { opened: () => {}, session: () => null };
    let open = [];
    const tab = (on) => {
        const tabs = new Tabs({ ...nobody, ...on });
        open.push(tabs);
        return tabs;
    };
    afterEach(() => {
        open.forEach((tabs) => tabs.close());
        open = [];
    });

    test('are one guest under one name', async () => {
        tab({ session: () => ({ token: 't-mira', guest: true, nickname: 'Mira' }) });
        const second = tab();
        assert.equal(await second.guest('Mira'), 't-mira');
        assert.equal(await second.guest('Tom'), null);
    });

    test('never hand out the token of a player who came by a link', async () => {
        tab({ session: () => ({ token: 't-mira', guest: false, nickname: 'Mira' }) });
        assert.equal(await tab().guest('Mira'), null);
    });

    test('tell each other that the gateway is back', async () => {
        const told = new Promise((resolve) => tab({ opened: resolve }));
        tab().opened();
        await told;
    });
});

describe('a timeline', () => {
    test('shows a message once, whichever way it comes', () => {
        const timeline = new Timeline();
        assert.ok(timeline.append(message('a')));
        assert.ok(!timeline.append(message('a')));
        assert.equal(timeline.merge(run('ab')), 1);
        assert.equal(shown(timeline), 'ab');
    });

    test('fits in what was stored late', () => {
        const timeline = new Timeline();
        timeline.append(message('d'));
        timeline.append(message('f'));
        timeline.merge(run('bcdef'));
        assert.equal(shown(timeline), 'bcdef');
    });

    test('keeps its memory flat while 50,000 messages come', () => {
        const timeline = new Timeline();
        for (let i = 0; i < 50_000; i++) {
            timeline.append(message(`m${i}`));
            timeline.limit(false);
        }
        assert.ok(timeline.items.length <= 2_000);
        assert.equal(timeline.last.messageId, 'm49999');
        assert.equal(timeline.detached, false);
    });

    test('keeps its memory flat while somebody reads far up, and knows where the stream goes on', () => {
        const timeline = new Timeline();
        for (let i = 0; i < 50_000; i++) {
            assert.ok(timeline.append(message(`m${i}`)));
            timeline.limit(true);
        }
        assert.ok(timeline.items.length <= 4_000);
        assert.equal(timeline.first.messageId, 'm0');
        assert.ok(timeline.detached);
        assert.equal(timeline.cursor, 'c-m49999');
        timeline.clear();
        assert.equal(timeline.detached, false);
    });

    test('leaves out a run that lies behind a hole, which the stream is about to fill', () => {
        const at = (id, second) => ({ ...message(id), createdAt: `2026-01-01T00:00:0${second}Z` });
        const timeline = new Timeline();
        timeline.append(at('c', 3));
        assert.equal(timeline.merge([at('e', 5), at('f', 6)]), 0);
        assert.equal(timeline.merge([at('a', 1), at('b', 2)]), 2);
        assert.equal(timeline.merge([]), 0);
        timeline.append(at('d', 4));
        assert.equal(timeline.merge([at('d', 4), at('e', 5)]), 1);
        assert.equal(shown(timeline), 'abcde');
    });

    test('knows the newest cursor, also behind what has none', () => {
        const timeline = new Timeline();
        assert.equal(timeline.cursor, null);
        timeline.merge(run('ab'));
        timeline.append({ messageId: 'gap', type: 'GAP' });
        assert.equal(timeline.cursor, 'c-b');
    });

    test('puts older pages before all others', () => {
        const timeline = new Timeline();
        timeline.merge(run('efg'));
        timeline.merge(run('abcd'));
        assert.equal(shown(timeline), 'abcdefg');
    });

    test('lists who came or spoke and did not leave', () => {
        const now = Date.parse('2026-11-22T18:00:00Z');
        const line = (senderId, type, createdAt) => ({
            senderId,
            senderNickname: senderId,
            type,
            createdAt,
        });
        const members = membersOf(
            [
                line('yesterday', 'TALK', '2026-11-21T18:00:00Z'),
                line('mira', 'JOIN', '2026-11-22T17:00:00Z'),
                line('tom', 'TALK', '2026-11-22T17:10:00Z'),
                line('mira', 'TALK', '2026-11-22T17:20:00Z'),
                line('tom', 'LEAVE', '2026-11-22T17:30:00Z'),
            ],
            now,
        );
        assert.deepEqual(members, [
            { memberId: 'mira', nickname: 'mira', since: '2026-11-22T17:00:00Z' },
        ]);
    });
});

describe('a backlog', () => {
    const paged = (stored, size) => ({
        async page(place, before) {
            const all = stored();
            const end = before === null ? all.length : all.findIndex((m) => m.cursor === before);
            const messages = all.slice(Math.max(0, end - size), end);
            return { messages, before: end > size ? messages[0].cursor : null };
        },
    });
    const backlogOf = (timeline, history) =>
        new Backlog({ place: {}, history, timeline, changed: () => {}, stored: () => {} });

    test('reads page after page until the beginning', async () => {
        const timeline = new Timeline();
        const history = paged(() => run('abcdefgh'), 3);
        const backlog = backlogOf(timeline, history);
        assert.equal(backlog.older, 'unknown');
        await backlog.readNewest();
        assert.equal(shown(timeline), 'fgh');
        await backlog.readOlder();
        assert.equal(backlog.older, 'more');
        await backlog.readOlder();
        assert.equal(shown(timeline), 'abcdefgh');
        assert.equal(backlog.older, 'beginning');
    });

    test('forgets what may have a hole only for something better', async () => {
        let stored = '';
        const timeline = new Timeline();
        const history = paged(() => run(stored), 3);
        const backlog = backlogOf(timeline, history);
        timeline.append(message('z'));
        assert.equal(await backlog.readNewest({ anew: true }), false);
        assert.equal(shown(timeline), 'z');
        stored = 'abcd';
        assert.equal(await backlog.readNewest({ anew: true }), true);
        assert.equal(shown(timeline), 'bcd');
    });

    test('says that it failed, and reads on when it works again', async () => {
        const timeline = new Timeline();
        const history = { page: () => Promise.reject(new Error('away')) };
        const backlog = backlogOf(timeline, history);
        assert.equal(await backlog.readNewest(), false);
        assert.ok(backlog.failed);
        history.page = paged(() => run('ab'), 3).page;
        assert.ok(await backlog.readNewest());
        assert.ok(!backlog.failed);
    });
});

describe('an outbox', () => {
    const timeOf = (id) => parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    const outboxOf = (kept = null) => {
        const sent = [];
        const keep = { read: () => kept, write: (entries) => (kept = structuredClone(entries)) };
        const transmit = ({ messageId, content }) => sent.push({ messageId, content }) > 0;
        const outbox = new Outbox({ transmit, keep, changed: () => {} });
        return { outbox, sent, kept: () => kept, states: () => outbox.entries.map((e) => e.state) };
    };

    test('sends one after the other, in the order they were written', () => {
        const { outbox, sent, states } = outboxOf();
        outbox.resume();
        const first = outbox.add('TALK', 'one');
        outbox.add('TALK', 'two');
        assert.deepEqual(states(), ['sending', 'waiting']);
        outbox.accepted(first.messageId);
        assert.deepEqual(
            sent.map((s) => s.content),
            ['one', 'two'],
        );
        outbox.close();
    });

    test('sends what was under way again after a loss, with the same id', () => {
        const { outbox, sent } = outboxOf();
        outbox.resume();
        outbox.add('TALK', 'one');
        outbox.pause();
        outbox.resume();
        assert.equal(sent.length, 2);
        assert.equal(sent[0].messageId, sent[1].messageId);
        outbox.close();
    });

    test('keeps what is unsent over a reload', () => {
        const before = outboxOf();
        const { messageId } = before.outbox.add('TALK', 'one');
        const again = outboxOf(before.kept());
        again.outbox.resume();
        assert.deepEqual(again.sent, [{ messageId, content: 'one' }]);
        again.outbox.accepted(messageId);
        assert.equal(again.kept(), null);
    });

    test('waits and tries again after a temporary refusal, before anything later', () => {
        mock.timers.enable({ apis: ['setTimeout'] });
        const { outbox, sent } = outboxOf();
        outbox.resume();
        const first = outbox.add('TALK', 'one');
        outbox.add('TALK', 'two');
        outbox.refused(first.messageId, { code: 'RATE_LIMITED', temporary: true });
        assert.equal(sent.length, 1);
        mock.timers.tick(1_000);
        assert.deepEqual(
            sent.map((s) => s.content),
            ['one', 'one'],
        );
        outbox.close();
        mock.timers.reset();
    });

    test('sends a message that closed the connection once more, and no third time', () => {
        const { outbox, sent } = outboxOf();
        outbox.resume();
        outbox.add('TALK', 'poison');
        outbox.add('TALK', 'later');
        assert.equal(outbox.pause(true), true);
        outbox.resume();
        assert.equal(outbox.pause(true), true);
        assert.equal(outbox.entries[0].state, 'refused');
        assert.equal(outbox.entries[0].code, 'CLOSED_CONNECTION');
        outbox.resume();
        assert.equal(sent.at(-1).content, 'later');
        outbox.close();
    });

    test('sends a refused message again when asked to, with its id', () => {
        const { outbox, sent, states } = outboxOf();
        outbox.resume();
        const { messageId } = outbox.add('TALK', 'one');
        outbox.refused(messageId, { code: 'ROOM_FORBIDDEN', temporary: false });
        outbox.again(messageId);
        assert.deepEqual(states(), ['sending']);
        assert.deepEqual(sent.at(-1), { messageId, content: 'one' });
        outbox.close();
    });

    test('gives a message its id when it is sent, not when it was written', () => {
        mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_800_000_000_000 });
        const { outbox, sent } = outboxOf();
        const { messageId } = outbox.add('TALK', 'one');
        mock.timers.tick(3_600_000);
        outbox.resume();
        assert.notEqual(sent[0].messageId, messageId);
        assert.equal(timeOf(sent[0].messageId), Date.now());
        outbox.accepted(sent[0].messageId);
        outbox.close();
        mock.timers.reset();
    });

    test('waits for what the room said before what may be in the log gets a new id', () => {
        mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_800_000_000_000 });
        const { outbox, sent } = outboxOf();
        outbox.resume();
        outbox.add('TALK', 'one');
        outbox.add('TALK', 'two');
        outbox.pause();
        mock.timers.tick(180_000);
        outbox.resume();
        mock.timers.tick(4_000);
        assert.equal(sent.length, 1);
        mock.timers.tick(2_000);
        assert.deepEqual(sent.slice(1).map((s) => s.content), ['one']);
        assert.notEqual(sent[1].messageId, sent[0].messageId);
        outbox.pause();
        mock.timers.tick(180_000);
        outbox.resume();
        outbox.seen(sent[1].messageId);
        mock.timers.tick(6_000);
        assert.deepEqual(sent.slice(2).map((s) => s.content), ['two']);
        outbox.close();
        mock.timers.reset();
    });

    test('makes ids by the clock of the server that says the own one is wrong', () => {
        mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_800_000_000_000 });
        for (const [wrong, code] of [[-300_000, 'MESSAGE_ID_EXPIRED'], [90_000_000, 'INVALID_MESSAGE_ID']]) {
            const { outbox, sent } = outboxOf();
            outbox.resume();
            const { messageId } = outbox.add('TALK', 'one');
            const serverTime = new Date(Date.now() - wrong).toISOString();
            outbox.refused(messageId, { code, temporary: false, serverTime });
            assert.equal(sent.length, 2);
            assert.equal(timeOf(sent[1].messageId), Date.parse(serverTime));
            outbox.close();
        }
        learn(new Date().toISOString());
        mock.timers.reset();
    });

    test('does not keep a refused JOIN: there are no words to mend', () => {
        const { outbox, kept } = outboxOf();
        outbox.resume();
        const { messageId } = outbox.add('JOIN', '');
        outbox.refused(messageId, { code: 'MUTED', temporary: false });
        assert.deepEqual(outbox.entries, []);
        assert.equal(kept(), null);
        outbox.close();
    });

    test('keeps the text of a refused message and goes on with the next', () => {
        const { outbox, sent, states } = outboxOf();
        outbox.resume();
        const first = outbox.add('TALK', 'one');
        outbox.add('TALK', 'two');
        outbox.refused(first.messageId, { code: 'CONTENT_TOO_LONG', temporary: false });
        assert.deepEqual(states(), ['refused', 'sending']);
        assert.equal(sent.at(-1).content, 'two');
        assert.equal(outbox.discard(first.messageId), 'one');
        outbox.close();
    });
});
