/** The written contract: AsyncAPI and JSON Schemas are sound, and every example is judged right. */
import { Parser } from '@asyncapi/parser';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { CONTRACT, ROOT, document } from './documents.mjs';
import { schemaValidators } from './schemas.mjs';

const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

describe('the contract', { timeout: 60_000 }, () => {
    const validators = schemaValidators(Ajv2020, addFormats);

    test('is a valid AsyncAPI 3 document', async () => {
        const path = join(CONTRACT, 'asyncapi.yaml');
        const { document, diagnostics } = await new Parser().parse(readFileSync(path, 'utf8'), {
            source: path,
        });
        const errors = diagnostics.filter((found) => found.severity === 0);
        assert.deepEqual(errors, []);
        assert.equal(document.version(), '3.0.0');
        assert.ok(document.channels().length > 0);
    });

    for (const [verdict, expected] of [
        ['valid', true],
        ['invalid', false],
    ]) {
        for (const schema of readdirSync(join(CONTRACT, 'examples', verdict))) {
            for (const file of readdirSync(join(CONTRACT, 'examples', verdict, schema))) {
                test(`finds ${schema}/${file} ${verdict}`, () => {
                    const validate = validators.get(schema);
                    assert.ok(validate, `there is no schema ${schema}`);
                    const verdictOnIt = validate(
                        json(join(CONTRACT, 'examples', verdict, schema, file)),
                    );
                    assert.equal(verdictOnIt, expected, JSON.stringify(validate.errors));
                });
            }
        }
    }

    test('is what the examples of protocol.md show', () => {
        const shown = readFileSync(join(ROOT, 'docs/protocol.md'), 'utf8');
        const blocks = [...shown.matchAll(/```json\n(.*?)```/gs)].map(([, text]) => text.trim());
        const bodies = blocks.flatMap((text) =>
            text.split(/\n(?=\{)/).map((body) => JSON.parse(body)),
        );
        assert.ok(bodies.length >= 4);
        for (const body of bodies) {
            const schema = Object.entries({
                code: 'error',
                connectedCount: 'presence',
                muted: 'mute-notice',
            }).find(([field]) => field in body)?.[1];
            const validate = validators.get(schema);
            assert.ok(validate?.(body), `${JSON.stringify(body)} ${JSON.stringify(validate?.errors)}`);
        }
    });

    test('has the headers of dead letters that its golden cases have', () => {
        const { cases } = document('golden/dead-letters.json');
        const written = cases
            .flatMap((it) => [it.whole, it.withoutValue, it.ofItsPosition])
            .flatMap((it) => it?.headers ?? [])
            .map(([name]) => name)
            .filter((name) => name.startsWith('dlt-'));
        const { headers } = document('asyncapi.yaml').components.messages.deadLetter;
        assert.deepEqual(Object.keys(headers.properties).sort(), [...new Set(written)].sort());
    });

    test('has a valid example for every schema', () => {
        const shown = new Set(readdirSync(join(CONTRACT, 'examples/valid')));
        assert.deepEqual(
            [...validators.keys()].filter((schema) => !shown.has(schema)),
            [],
        );
    });
});
