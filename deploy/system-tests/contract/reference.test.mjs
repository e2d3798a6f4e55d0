/** The pages of the reference say what the contract's documents say, and every operation is there. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { document } from './documents.mjs';
import { REFERENCE, pages } from './reference.mjs';

const written = pages();

test('the reference is up to date: npm --prefix deploy/system-tests/contract run reference', () => {
    assert.deepEqual(readdirSync(REFERENCE).sort(), [...written.keys()].sort());
    for (const [file, content] of written) {
        assert.equal(readFileSync(join(REFERENCE, file), 'utf8'), content, file);
    }
});

test('it has a heading for every channel and every request', () => {
    const { channels } = document('asyncapi.yaml');
    const asyncapi = written.get('stomp.md') + written.get('topics.md');
    for (const { address } of Object.values(channels).filter((it) => it.address)) {
        const headings = ['', 'SEND ', 'SUBSCRIBE '].map((it) => `\n## ${it}${address}\n`);
        assert.ok(headings.some((it) => asyncapi.includes(it)), address);
    }
    for (const service of ['gateway', 'persistence', 'analytics']) {
        const { paths } = document(`openapi/${service}.yaml`);
        for (const [path, methods] of Object.entries(paths)) {
            for (const method of Object.keys(methods)) {
                const heading = `\n## ${method.toUpperCase()} ${path}\n`;
                assert.ok(written.get(`http-${service}.md`).includes(heading), heading);
            }
        }
    }
});

test('no cell of it is left out for lack of a word', () => {
    for (const [file, content] of written) {
        assert.doesNotMatch(content, /undefined|\[object Object\]|NaN/, file);
    }
});
