/** The example of docs/examples/consumer-group, as a process of its own. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
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

    async function countOf(room) {
        const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
        const all = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
        return all.reduce((sum, text) => sum + (JSON.parse(text).rooms[room] ?? 0), 0);
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

    test('counts each once, though it is killed, and puts aside what nobody can read', async () => {
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
        const aside = (await readFile(join(folder, 'aside.ndjson'), 'utf8')).trim().split('\n');
        const ours = aside.map((line) => JSON.parse(line)).filter(({ key }) => of(key) === room);
        assert.deepEqual(
            ours.map(({ value }) => of(value)),
            ['{"half'],
        );

        const third = counter();
        await mira.talk(room, 'once more');
        await counted(room, 18);
        await end(third, 'SIGTERM');
        await mira.close();
    });
});

function of(base64) {
    return Buffer.from(base64, 'base64').toString('utf8');
}
