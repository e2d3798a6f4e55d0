/** The example of docs/examples/ai-game-master, as a process of its own, and what the page makes of it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, describe, test } from 'node:test';
import { Player } from './player.mjs';
import { ROOT, eventually, kafka, newRoom, tokenFor, urlsOf } from './stack.mjs';
import { visits } from './visits.mjs';

const SCRIPT = `${ROOT}docs/examples/ai-game-master/ai-game-master.mjs`;

describe('an AI game master in a group of its own', { timeout: 300_000 }, () => {
    const visit = visits();
    const children = [];

    after(() => children.forEach((child) => child.kill('SIGKILL')));

    /** Starts the example and waits until it reads the log. */
    async function master(group, token) {
        const env = {
            ...process.env,
            KAFKA_BOOTSTRAP_SERVERS: kafka(),
            GATEWAY: urlsOf('gateway-2').http,
            GROUP: group,
            TOKEN: token,
        };
        const child = spawn(process.execPath, [SCRIPT], { env });
        children.push(child);
        let output = '';
        for (const stream of [child.stdout, child.stderr]) {
            stream.setEncoding('utf8').on('data', (text) => (output += text));
        }
        await eventually(() => ({ ok: output.includes('listens'), output }), { within: 90_000 });
        return child;
    }

    async function end(child, signal) {
        child.kill(signal);
        await once(child, 'exit');
    }

    test('answers each question once, though it is killed and reads one again', async () => {
        const room = newRoom('crypt');
        const token = await tokenFor('AI_GM', '--id', 'AI_GM', '--roles', 'service');
        const group = newRoom('ai-game-master');
        const place = { game: room };
        const mira = await visit.seat('gateway-1', 'Mira', { place });
        const listener = await Player.withToken(urlsOf('gateway-2').ws, await tokenFor('Lea'));
        await listener.subscribe(`/sub/aichat/room/${room}`);
        const answers = () =>
            listener.messages.all.filter(({ body }) => body.messageType === 'AI').length;

        let child = await master(group, token);
        await mira.say('I read the inscription.');
        await mira.page.locator('.master').getByText('I read the inscription.').waitFor();
        assert.deepEqual(await mira.texts('.speaker'), ['AI_GM']);
        await end(child, 'SIGKILL');
        await mira.say('I open the door.');
        await mira.hears('I open the door.');
        child = await master(group, token);
        await mira.page.locator('.master').getByText('I open the door.').waitFor();
        await eventually(() => ({ ok: answers() >= 2 }));
        assert.equal(answers(), 2);
        await listener.close();
        await end(child, 'SIGTERM');
    });
});
