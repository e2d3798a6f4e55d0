/** The examples of docs/examples/first-client, each a process of its own. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { Player } from './player.mjs';
import { ROOT, eventually, newRoom, tokenFor, urlsOf } from './stack.mjs';

const run = promisify(execFile);
const TEXT = 'Hello, everybody!';

/** Python's needs a package that not every machine has. */
const PYTHON = await run('python3', ['-c', 'import websockets']).then(
    () => true,
    () => false,
);

describe('a first client', { timeout: 120_000 }, () => {
    for (const [command, file, skip] of [
        ['node', 'hello.mjs', false],
        ['java', 'Hello.java', false],
        ['python3', 'hello.py', !PYTHON && 'python3 has no package websockets'],
    ]) {
        test(`${file} says its text, which the room hears, and ends`, { skip }, async () => {
            const room = `${newRoom('tavern')}: back`;
            const listener = await Player.withToken(urlsOf('gateway-2').ws, await tokenFor('Lea'));
            await listener.subscribe(`/sub/chat/room/${room}`);
            const { ws } = urlsOf('gateway-1');
            const { stdout } = await run(command, [file, room, TEXT], {
                cwd: `${ROOT}docs/examples/first-client`,
                env: {
                    ...process.env,
                    TOKEN: await tokenFor('Mira'),
                    GATEWAY: ws.replace(/\/ws-chat$/, ''),
                },
                timeout: 60_000,
            });
            assert.match(stdout, /The log has the message\./);
            assert.ok(stdout.includes(TEXT), stdout);
            await eventually(() => ({
                ok: listener.messages.all.some(({ body }) => body.content === TEXT),
            }));
            await listener.close();
        });
    }
});
