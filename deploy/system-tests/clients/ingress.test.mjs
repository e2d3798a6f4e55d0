/** Two gateways behind haproxy, as deploy/local/ingress sets it up. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Player } from './player.mjs';
import { eventually, newRoom, ROOT, tokenFor, urlsOf } from './stack.mjs';

const LIMIT = { timeout: 180_000 };
const ROOMS = 40;
const GATEWAYS = ['gateway-1', 'gateway-2'];

/** @returns {Promise<number>} how many partitions of the log a gateway reads */
async function partitionsRead(gateway) {
    const response = await fetch(`${urlsOf(gateway).management}/q/metrics`);
    const line = (await response.text())
        .split('\n')
        .find((one) => one.startsWith('dungeontalk_gateway_log_partitions '));
    return Number(line.split(' ')[1]);
}

describe('the ingress', LIMIT, () => {
    let haproxy;
    let ws;
    let token;
    const open = [];

    before(async () => {
        token = await tokenFor('Ines', '--id', 'p-ines', '--roles', 'service');
        haproxy = spawn(
            `${ROOT}deploy/local/ingress/run`,
            ['--data', dirname(process.env.STACK_JSON)],
            { stdio: ['ignore', 'pipe', 'inherit'] },
        );
        ws = await new Promise((done, fail) => {
            haproxy.on('exit', (code) => fail(new Error(`the ingress ended with ${code}`)));
            let output = '';
            haproxy.stdout.setEncoding('utf8').on('data', (said) => {
                output += said;
                const address = /(ws:[^?]*)\?/.exec(output);
                if (address) {
                    done(address[1]);
                }
            });
        });
    });

    after(async () => {
        await Promise.all(open.map((player) => player.close()));
        haproxy?.removeAllListeners('exit');
        haproxy?.kill();
    });

    async function enter(room) {
        const query = `token=${encodeURIComponent(token)}&room=${encodeURIComponent(room)}`;
        const player = new Player({ url: `${ws}?${query}` });
        open.push(player);
        await player.open();
        await player.subscribe(`/sub/chat/room/${room}`);
        return player;
    }

    test('leads players of one room to one gateway, and no partition is read by both', async () => {
        const { before: idle } = await eventually(async () => {
            const now = await Promise.all(GATEWAYS.map(partitionsRead));
            return { ok: now.every((count) => count === 0), before: now };
        }, { within: 120_000, every: 1_000 });
        assert.deepEqual(idle, [0, 0]);
        const partitions = new Set();
        for (let i = 0; i < ROOMS; i++) {
            const room = newRoom(`방 ${i}`);
            const player = await enter(room);
            await player.talk(room, 'where am I?');
            const { headers } = await player.messages.next(({ body }) => body.roomId === room);
            partitions.add(headers['message-id'].split('-')[1]);
        }
        const [one, two] = await Promise.all(GATEWAYS.map(partitionsRead));
        console.log(`gateway-1 reads ${one}, gateway-2 ${two} of ${partitions.size} partitions in use`);
        assert.equal(one + two, partitions.size);
        assert.ok(one > 0 && two > 0);
    });

    test('shows the gateways to sockjs-client and to whoever asks', async () => {
        const info = await fetch(`${ws.replace('ws:', 'http:')}/info`);
        assert.equal((await info.json()).websocket, true);
    });
});
