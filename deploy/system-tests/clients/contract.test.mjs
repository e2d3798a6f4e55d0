/**
 * The written contract: AsyncAPI and JSON Schemas are sound, and every golden example is judged
 * right. The gateway answers its HTTP requests as the OpenAPI document says.
 */
import { Parser } from '@asyncapi/parser';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { ROOT, newRoom, tokenFor, urlsOf } from './stack.mjs';

const CONTRACT = join(ROOT, 'docs/contract');
const json = (path) => JSON.parse(readFileSync(path, 'utf8'));

function schemas() {
    const ajv = new Ajv2020({
        strict: true,
        strictRequired: false,
        allowUnionTypes: true,
        allErrors: true,
    });
    addFormats(ajv);
    return new Map(
        readdirSync(join(CONTRACT, 'schemas')).map((file) => [
            basename(file, '.json'),
            ajv.compile(json(join(CONTRACT, 'schemas', file))),
        ]),
    );
}

describe('the contract', { timeout: 60_000 }, () => {
    const validators = schemas();

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

    test('has a valid example for every schema', () => {
        const shown = new Set(readdirSync(join(CONTRACT, 'examples/valid')));
        assert.deepEqual(
            [...validators.keys()].filter((schema) => !shown.has(schema)),
            [],
        );
    });
});

describe("the gateway's OpenAPI document", { timeout: 60_000 }, () => {
    const { paths, components } = parse(
        readFileSync(join(CONTRACT, 'openapi/gateway.yaml'), 'utf8'),
    );
    const validators = schemas();
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
    );
    const bodies = {
        publishChat: { content: 'Hello' },
        publishAiChat: { content: 'You hear steps.', turnNumber: 1 },
        guest: { nickname: 'Mira' },
    };

    /** Sends the request of an operation; resolves with the documented response to it. */
    async function answer({ path, method, operationId, responses }, token) {
        const { http } = urlsOf('gateway-1');
        const response = await fetch(http + path.replace('{roomId}', newRoom('openapi')), {
            method,
            headers: token ? { Authorization: `Bearer ${token}` } : {},
            body: method === 'get' ? undefined : JSON.stringify(bodies[operationId]),
        });
        const found = responses[response.status];
        assert.ok(found, `${method} ${path} answers ${response.status}, which is not documented`);
        const said = found.$ref ? components.responses[found.$ref.split('/').at(-1)] : found;
        const type = response.headers.get('content-type').split(';')[0];
        const schema = said.content[type]?.schema;
        assert.ok(schema, `${method} ${path} answers ${response.status} as ${type}`);
        const body = await response.json();
        const validate = schema.$ref
            ? validators.get(basename(schema.$ref, '.json'))
            : addFormats(new Ajv2020()).compile(schema);
        assert.ok(validate(body), `${JSON.stringify(body)} ${JSON.stringify(validate.errors)}`);
        return response.status;
    }

    test('refuses requests without a token where it says so', async () => {
        for (const operation of operations.filter((it) => it.security)) {
            assert.equal(await answer(operation), 401, operation.operationId);
        }
    });

    test('answers every request as it says', async () => {
        const token = await tokenFor('Game master', '--roles', 'service');
        for (const operation of operations) {
            const done = operation.responses[201] ? 201 : 200;
            assert.equal(await answer(operation, token), done, operation.operationId);
        }
    });
});
