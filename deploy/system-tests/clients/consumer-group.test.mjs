/** The example of docs/examples/consumer-group, as a process of its own. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Player } from './player.mjs';
import { ROOT, eventually, kafka, newRoom, tokenFor, urlsOf } from './stack.mjs';

const EXAMPLE = `${ROOT}docs/examples/consumer-group/`;

/** The example's own client, to write what no gateway would. */
const { Kafka, logLevel } = createRequire(EXAMPLE)('kafkajs');

describe('a consumer group that counts messages', { timeout: 300_000 }, () => {
    const group = newRoom('room-counts');
    const children = [];
    let folder;

    before(async () => {
        folder = await mkdtemp(join(tmpdir(), 'room-counts-'));
    });

    after(async () => {
        children.forEach((child) => child.kill('SIGKILL'));
        await rm(folder, { recursive: true });
    });

    function counter() {
        const env = {
            ...process.env,
            KAFKA_BOOTSTRAP_SERVERS: kafka(),
            GROUP: group,
            FOLDER: folder,
        };
        const child = spawn(process.execPath, ['room-counts.mjs'], { cwd: EXAMPLE, env });
        children.push(child);
        return child;
    }

    async function end(child, signal) {
        child.kill(signal);
        await once(child, 'exit');
    }

    /** What the program has saved of all partitions. */
    async function saved() {
        const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
        return Promise.all(
            files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
        );
    }

    async function countOf(room) {
        const counts = (await saved()).map(({ rooms }) => new Map(rooms).get(room) ?? 0);
        return counts.reduce((sum, count) => sum + count, 0);
    }

    function counted(room, count) {
        return eventually(
            async () => {
                const found = await countOf(room);
                return { ok: found === count, found };
            },
            { within: 90_000 },
        );
    }

    async function write(room, value) {
        const client = new Kafka({ brokers: kafka().split(','), logLevel: logLevel.NOTHING });
        const producer = client.producer();
        await producer.connect();
        await producer.send({ topic: 'game-messages', messages: [{ key: room, value }] });
        await producer.disconnect();
    }

    test('counts each once, though it is killed, and notes what nobody can read', async () => {
        const room = newRoom('tavern');
        const mira = await Player.withToken(urlsOf('gateway-1').ws, await tokenFor('Mira'));
        const first = counter();
        await mira.talk(room, 'one');
        await counted(room, 1);
        for (let i = 0; i < 15; i++) {
            mira.offer('/pub/chat/send', { roomId: room, content: `${i}`, type: 'TALK' });
        }
        await end(first, 'SIGKILL');
        await write(room, '{"half');
        await mira.talk(room, 'last');

        const second = counter();
        await counted(room, 17);
        await end(second, 'SIGTERM');
        const noted = (await saved()).flatMap(({ unreadable }) => unreadable);
        assert.ok(
            noted.some(({ reason }) => /JSON/.test(reason)),
            JSON.stringify(noted),
        );

        const third = counter();
        await mira.talk(room, 'once more');
        await mira.talk('constructor', 'a room may have any name');
        await counted(room, 18);
        await eventually(async () => ({ ok: (await countOf('constructor')) >= 1 }));
        await end(third, 'SIGTERM');
        await mira.close();
    });

    test('stops, and says so, when the log does not go on where it ended', async () => {
        await writeFile(join(folder, '0.json'), '{"next":"1000000","rooms":[],"ids":[]}');
        const child = counter();
        let said = '';
        child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
        const [code] = await once(child, 'exit');
        assert.equal(code, 1);
        assert.match(said, /0\.json ends at 1000000, but the log has 0 to \d+\. Messages are missing\./);
    });
});
