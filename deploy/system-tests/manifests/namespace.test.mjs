import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { named, objects, parseAll, root } from './render.mjs';

/** What an overlay is in another namespace, changed in its one place. */
function elsewhere(overlay, namespace) {
    const folder = mkdtempSync(join(tmpdir(), 'namespace-'));
    try {
        cpSync(join(root, 'deploy/kubernetes'), folder, { recursive: true });
        const place = join(folder, 'components/namespace/kustomization.yaml');
        const text = readFileSync(place, 'utf8');
        writeFileSync(place, text.replace('\nnamespace: dungeontalk\n', `\nnamespace: ${namespace}\n`));
        const path = join(folder, 'overlays', overlay);
        return execFileSync('kubectl', ['kustomize', path], { encoding: 'utf8', maxBuffer: 1 << 26 });
    } finally {
        rmSync(folder, { recursive: true });
    }
}

for (const overlay of ['kind', 'production', 'region-a']) {
    test(`${overlay} moves to another namespace by one word`, () => {
        const all = parseAll(elsewhere(overlay, 'tavern'));
        assert.equal(all.length, objects(overlay).length);
        for (const object of all) {
            const place = object.kind === 'Namespace' ? object.metadata.name : object.metadata.namespace;
            assert.equal(place, 'tavern', named(object));
        }
        const text = JSON.stringify(all);
        for (const left of [/\.dungeontalk\.svc/, /namespace=\\"dungeontalk/]) {
            assert.ok(!left.test(text), `${left}`);
        }
    });
}

test('addresses and expressions follow the namespace', () => {
    const text = elsewhere('production', 'tavern');
    const count = (pattern) => text.match(pattern)?.length ?? 0;
    assert.equal(count(/kafka-bootstrap\.tavern\.svc:9093/g), 2);
    assert.equal(count(/namespace="tavern"/g), 5);
});
