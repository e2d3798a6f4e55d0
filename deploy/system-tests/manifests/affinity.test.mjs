import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { found, objects, ofKind } from './render.mjs';
import { settingsOf } from './settings.mjs';

const all = objects('everything');
const [config] = ofKind(all, 'ConfigMap').filter((it) =>
    it.metadata.name.startsWith('room-router'),
);
const skip =
    !found('haproxy') && process.env.CI === undefined
        ? 'haproxy is missing: apt-get install haproxy'
        : false;

test('haproxy takes the configuration of the room router', { skip }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'router-'));
    try {
        // Debian's haproxy is older than hash-key.
        const [, version] = /version (\d+)\./i.exec(spawnSync('haproxy', ['-v']).stdout.toString());
        const known = (text) =>
            Number(version) < 3 ? text.replace(' hash-key addr-port', '') : text;
        writeFileSync(join(folder, 'haproxy.cfg'), known(config.data['haproxy.cfg']));
        writeFileSync(join(folder, 'partition.lua'), config.data['partition.lua']);
        const { status, stderr } = spawnSync('haproxy', ['-c', '-f', join(folder, 'haproxy.cfg')]);
        assert.equal(status, 0, stderr.toString());
    } finally {
        rmSync(folder, { recursive: true });
    }
});

test('the room router finds as many gateways as there may be, at the ports they have', () => {
    const text = config.data['haproxy.cfg'];
    const settings = settingsOf('gateway-service');
    const [, most, host, port] = /server-template gateway (\d+) ([\w.-]+):(\d+)/.exec(text);
    const scaler = ofKind(all, 'ScaledObject').find((it) => it.metadata.name === 'gateway-service');
    assert.equal(Number(most), scaler.spec.maxReplicaCount);
    assert.equal(port, settings.value('quarkus.http.port'));
    assert.ok(text.includes(`check port ${settings.value('quarkus.management.port')} `));
    const service = ofKind(all, 'Service').find((it) => host.startsWith(`${it.metadata.name}.`));
    assert.equal(service.spec.clusterIP, 'None');
    assert.equal(host, `${service.metadata.name}.${service.metadata.namespace}.svc.cluster.local`);
});

test('only WebSockets take the way through the room router', () => {
    const route = ofKind(all, 'HTTPRoute').find((it) => it.metadata.name === 'players');
    const through = route.spec.rules.filter((rule) =>
        rule.backendRefs.some((it) => it.name === 'room-router'),
    );
    assert.deepEqual(
        through.flatMap((rule) => rule.matches.map((match) => match.path.value)),
        ['/ws-chat'],
    );
});
