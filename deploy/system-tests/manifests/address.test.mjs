/** The player's address behind haproxy: what a player claims changes nothing. TrustedProxiesTest has the gateway's part. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { found, root } from './render.mjs';
import { freePorts } from './secured.mjs';

const skip =
    !found('haproxy') && process.env.CI === undefined
        ? 'haproxy is missing: apt-get install haproxy'
        : false;
const ingress = join(root, 'deploy/local/ingress');
const folder = mkdtempSync(join(tmpdir(), 'address-'));

let haproxy;
let address;

/** Stands for a gateway: answers with the hops that it is told, as the gateway joins them. */
const gateway = createServer(({ rawHeaders }, response) => {
    const hops = rawHeaders.filter((_, at) => rawHeaders[at - 1]?.toLowerCase() === 'x-forwarded-for' && at % 2 === 1);
    response.end(JSON.stringify(hops.flatMap((line) => line.split(/\s*,\s*/))));
});

before(async () => {
    if (skip) {
        return;
    }
    const [front, back] = await freePorts(2);
    await new Promise((done) => gateway.listen(back, '127.0.0.1', done));
    const config = readFileSync(join(ingress, 'haproxy.cfg'), 'utf8')
        .replace(/bind 127\.0\.0\.1:\d+/, `bind 127.0.0.1:${front}`)
        .replace(/(server gateway-\d) .*/g, `$1 127.0.0.1:${back} check port ${back}`);
    writeFileSync(join(folder, 'haproxy.cfg'), config);
    cpSync(join(ingress, 'partition.lua'), join(folder, 'partition.lua'));
    haproxy = spawn('haproxy', ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: 'ignore' });
    address = `http://127.0.0.1:${front}/`;
    for (const end = Date.now() + 30_000; ; await pause(100)) {
        const answer = await fetch(address).catch(() => undefined);
        if (answer?.ok) {
            return;
        }
        assert.ok(Date.now() < end, 'haproxy does not answer');
    }
});

after(() => {
    haproxy?.kill();
    gateway.close();
    gateway.closeAllConnections();
    rmSync(folder, { recursive: true });
});

const hopsOf = async (headers) => (await fetch(address, { headers })).json();

test('without a claim the gateway is told the address that haproxy saw', { skip }, async () => {
    assert.deepEqual(await hopsOf({}), ['127.0.0.1']);
});

test('what a client claims stands left of the address that haproxy saw', { skip }, async () => {
    assert.deepEqual(await hopsOf({ 'X-Forwarded-For': '6.6.6.6' }), ['6.6.6.6', '127.0.0.1']);
    assert.equal((await hopsOf({ 'X-Forwarded-For': '6.6.6.6, 127.0.0.1, 7.7.7.7' })).at(-1), '127.0.0.1');
});
