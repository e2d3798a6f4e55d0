/** The gateway answers its HTTP requests as the contract's OpenAPI document says. */
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { schemaValidators } from '../contract/schemas.mjs';
import { ROOT, newRoom, tokenFor, urlsOf } from './stack.mjs';

const CONTRACT = join(ROOT, 'docs/contract');

describe("the gateway's OpenAPI document", { timeout: 60_000 }, () => {
    const { paths, components } = parse(
        readFileSync(join(CONTRACT, 'openapi/gateway.yaml'), 'utf8'),
    );
    const validators = schemaValidators(Ajv2020, addFormats);
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
