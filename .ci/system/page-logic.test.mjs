/** The page's modules that need no browser. */
import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { ROOT } from './stack.mjs';

const PAGE = `${ROOT}gateway-service/src/main/resources/META-INF/resources/page`;
const { Backlog } = await import(`${PAGE}/backlog.js`);
const { Outbox } = await import(`${PAGE}/outbox.js`);
const { Timeline, membersOf } = await import(`${PAGE}/timeline.js`);
const { reconnectDelay } = await import(`${PAGE}/connection.js`);
const { uuidv7 } = await import(`${PAGE}/uuid.js`);

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

describe('reconnectDelay', () => {
    test('doubles up to half a minute, with half of it left to chance', () => {
        const most = [0, 1, 2, 5, 50].map((attempt) => reconnectDelay(attempt, () => 1));
        assert.deepEqual(most, [1_000, 2_000, 4_000, 30_000, 30_000]);
        assert.equal(
            reconnectDelay(3, () => 0),
            4_000,
        );
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

    test('fits missed messages in before those that came live after the gap', () => {
        const timeline = new Timeline();
        timeline.merge(run('abc'));
        timeline.append(message('g'));
        timeline.append(message('h'));
        assert.equal(timeline.merge(run('cdefg'), 'c'), 3);
        assert.equal(shown(timeline), 'abcdefgh');
    });

    test('fits in what was stored late', () => {
        const timeline = new Timeline();
        timeline.merge(run('ab'));
        timeline.append(message('f'));
        timeline.merge(run('bc'), 'b');
        timeline.merge(run('bcdef'), 'b');
        assert.equal(shown(timeline), 'abcdef');
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
        asked: 0,
        async page(roomId, before) {
            this.asked++;
            const all = stored();
            const end = before === null ? all.length : all.findIndex((m) => m.cursor === before);
            const messages = all.slice(Math.max(0, end - size), end);
            return { messages, before: end > size ? messages[0].cursor : null };
        },
    });
    const backlogOf = (timeline, history) =>
        new Backlog({ roomId: 'r', history, timeline, changed: () => {}, stored: () => {} });

    test('reads as many pages as the gap has', async () => {
        const timeline = new Timeline();
        const backlog = backlogOf(
            timeline,
            paged(() => run('abcdefghijkl'), 3),
        );
        timeline.merge(run('bc'));
        backlog.mark();
        timeline.append(message('l'));
        backlog.sawLive('l');
        let found = 0;
        await backlog.catchUp((count) => (found += count));
        assert.equal(shown(timeline), 'abcdefghijkl');
        assert.equal(found, 8);
    });

    test('asks again while storing lags behind what came live', async () => {
        mock.timers.enable({ apis: ['setTimeout'] });
        const timeline = new Timeline();
        let stored = 'ab';
        const history = paged(() => run(stored), 10);
        const backlog = backlogOf(timeline, history);
        timeline.merge(run('ab'));
        backlog.mark();
        timeline.append(message('e'));
        backlog.sawLive('e');
        const done = backlog.catchUp(() => {});
        mock.timers.tick(0);
        await settle();
        stored = 'abcde';
        mock.timers.tick(1_500);
        await done;
        assert.equal(shown(timeline), 'abcde');
        assert.equal(history.asked, 2);
        mock.timers.reset();
    });

    test('rather forgets than shows a hole', async () => {
        const many = Array.from({ length: 1_500 }, (_, i) => message(`m${i}`));
        const timeline = new Timeline();
        const backlog = backlogOf(
            timeline,
            paged(() => many, 200),
        );
        timeline.merge(many.slice(0, 3));
        backlog.mark();
        timeline.append(many.at(-1));
        backlog.sawLive(many.at(-1).messageId);
        await backlog.catchUp(() => {});
        const first = many.indexOf(timeline.first);
        assert.deepEqual(timeline.items, many.slice(first));
        assert.equal(backlog.older, 'more');
        await backlog.readOlder();
        assert.deepEqual(timeline.items, many.slice(first - 200));
    });

    async function settle() {
        for (let i = 0; i < 20; i++) {
            await Promise.resolve();
        }
    }
});

describe('an outbox', () => {
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
