/** What docs/protocol.md shows, copied and carried out on a running stack. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { WebSocket } from 'ws';
import { ROOT, history, eventually, tokenFor, urlsOf } from './stack.mjs';

const run = promisify(execFile);
const PROTOCOL = readFileSync(join(ROOT, 'docs/protocol.md'), 'utf8');

/** @returns {string} the first block after that heading that begins like that */
function block(heading, beginning) {
    const section = PROTOCOL.slice(PROTOCOL.indexOf(`\n## ${heading}\n`));
    const found = [...section.matchAll(/```[a-z]*\n(.*?)```/gs)]
        .map(([, text]) => text)
        .find((text) => text.startsWith(beginning));
    assert.ok(found, `${heading} shows nothing that begins with ${beginning}`);
    return found;
}

/** Opens a WebSocket and collects what comes. */
async function stomp(token) {
    const socket = new WebSocket(`${urlsOf('gateway-1').ws}?token=${token}`, ['v12.stomp']);
    const frames = [];
    socket.on('message', (data) => frames.push(...String(data).split('\0')));
    await new Promise((open, fail) => socket.on('open', open).on('error', fail));
    socket.send('CONNECT\naccept-version:1.2\nhost:x\n\n\0');
    const next = (fits) => eventually(() => ({ ok: frames.some(fits), frames }));
    await next((frame) => frame.startsWith('CONNECTED'));
    return { socket, next };
}

describe('the examples of protocol.md', { timeout: 120_000 }, () => {
    test('publish over HTTP', async () => {
        const token = await tokenFor('Game master', '--roles', 'service');
        const command = block('Publishing over HTTP', 'curl')
            .replace(/\$\(deploy\/local\/token [^)]*\)/, token)
            .replace('http://localhost:8080', urlsOf('gateway-1').http)
            .replace('curl', 'curl -sS --fail-with-body');
        assert.ok(command.includes(token));
        const { stdout } = await run('bash', ['-c', command]);
        const { messageId, cursor } = JSON.parse(stdout);
        assert.match(cursor, /^[0-9a-f]{8}-\d+-\d+$/);
        await eventually(async () => {
            const stored = await history('the-crypt', token, 'aichat');
            return { ok: stored.some((message) => message.messageId === messageId) };
        });
    });

    test('whisper, and go on where the room was left', async () => {
        const { socket, next } = await stomp(await tokenFor('Mira'));
        socket.send(`${block('Frames', 'SEND').trimEnd()}\0`);
        await next((frame) => frame.startsWith('RECEIPT\nreceipt-id:r-17\n'));
        socket.send(`${block('Frames', 'SEND\ndestination:/pub/aichat').trimEnd()}\0`);
        await next((frame) => frame.startsWith('RECEIPT\nreceipt-id:r-18\n'));
        socket.send(`${block('Coming back', 'SUBSCRIBE').trimEnd()}\n\n\0`);
        await next((frame) => frame.startsWith('RECEIPT\nreceipt-id:r-3\n'));
        socket.close();
    });
});
