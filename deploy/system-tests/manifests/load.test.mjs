import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { entrypointOf, unpack } from './images.mjs';
import { objects, ofKind, overlays, root } from './render.mjs';
import { settingsOf } from './settings.mjs';

const read = (path) => readFileSync(join(root, path), 'utf8');
const readme = read('deploy/load/README.md');
const gateway = settingsOf('gateway-service');
const limit = (name) => Number(gateway.value(`dungeontalk.limits.${name}`));
const [job] = ofKind(objects('load'), 'Job');
const pod = job.spec.template.spec;
const [container] = pod.containers;

/** The args that the README shows in an overlay. */
const [, example] = /```yaml\n([^`]+)```/.exec(readme);
const [{ value: exampleArgs }] = parse(parse(example).patches[0].patch);

/** Options and their values; undefined for one without a value. */
const optionsOf = ([, ...words]) => new Map(words.map((word) => word.split(/=(.*)/s)));

/** The options of measure, each with whether it takes a value. */
const known = new Map(
    [
        ...read(
            'deploy/load/src/main/java/org/dungeontalk/load/measure/MeasureCommand.java',
        ).matchAll(/@Option\(\s*names = "(--[\w-]+)",([\s\S]*?)\)\s*private/g),
    ].map(([, name, rest]) => [name, rest.includes('paramLabel')]),
);

for (const [where, args] of [
    ['the Job', container.args],
    ['the README', exampleArgs],
]) {
    const options = optionsOf(args);

    test(`${where} gives measure options that it knows, each once`, () => {
        assert.equal(args[0], 'measure');
        assert.equal(options.size, args.length - 1, 'one is there twice');
        for (const [name, value] of options) {
            assert.ok(known.has(name), name);
            assert.equal(value !== undefined, known.get(name), `${name} has a value`);
        }
        assert.ok(options.has('--json'), 'the log has the result as JSON');
    });

    test(`${where} asks for no more than a gateway accepts of one address`, () => {
        const [clients, rooms, rate] = ['--clients', '--rooms', '--rate'].map((name) =>
            Number(options.get(name)),
        );
        assert.ok(rooms <= clients);
        assert.ok(clients <= limit('connections-per-address'));
        assert.ok(clients <= limit('address-handshake-burst'));
        assert.ok(clients <= limit('network-handshake-burst'));
        assert.ok(clients <= limit('handshake-burst') / 2);
        assert.ok(rate <= limit('address-messages-per-second'));
        assert.ok(rate <= clients * limit('messages-per-second'));
    });

    test(`${where} names the file of the secret's tokens, and the gateway's path`, () => {
        const [mount] = container.volumeMounts.filter((it) => it.name === 'tokens');
        const { secret } = pod.volumes.find((it) => it.name === 'tokens');
        const [item] = secret.items;
        assert.equal(options.get('--tokens'), `${mount.mountPath}/${item.path}`);
        for (const text of [
            `create secret generic ${secret.secretName} --from-file=${item.key}\n`,
            `The key \`${item.key}\` of the secret \`${secret.secretName}\``,
        ]) {
            assert.ok(readme.includes(text), text);
        }
        const made = `| \`${secret.secretName}\` | \`${item.key}\` |`;
        assert.ok(read('deploy/kubernetes/README.md').includes(made), made);
        const [, path] = /@WebSocket\(path = "([^"]+)"/.exec(
            read(
                'gateway-service/src/main/java/org/dungeontalk/gateway/session/StompEndpoint.java',
            ),
        );
        assert.equal(new URL(options.get('--gateway')).pathname, path);
    });
}

test('the Job measures the gateways of every overlay, at their service’s port', () => {
    const { protocol, hostname, port } = new URL(optionsOf(container.args).get('--gateway'));
    assert.equal(protocol, 'ws:');
    for (const overlay of overlays) {
        const all = objects(overlay);
        const [service] = ofKind(all, 'Service').filter((it) => it.metadata.name === hostname);
        assert.equal(service?.metadata.namespace, job.metadata.namespace, overlay);
        assert.deepEqual(
            service.spec.ports.map((it) => [it.port, it.targetPort]),
            [[Number(port || 80), 'http']],
            overlay,
        );
        assert.deepEqual(ofKind(all, 'Job'), [], `${overlay} has no Job`);
    }
});

test('the README names the gateway’s limits as they are', () => {
    const rows = [...readme.matchAll(/^\|[^|]+\| ([^|]+) \| (`DUNGEONTALK_[^|]+) \|$/gm)];
    assert.equal(rows.length, 5);
    for (const [, defaults, variables] of rows) {
        assert.deepEqual(
            variables
                .match(/(?<=DUNGEONTALK_LIMITS_)\w+/g)
                .map((it) => limit(it.toLowerCase().replaceAll('_', '-'))),
            defaults.match(/[\d,]*\d/g).map((it) => Number(it.replaceAll(',', ''))),
            variables,
        );
    }
    assert.ok(gateway.knows('DUNGEONTALK_LIMITS_ENABLED'));
    const least = Math.min(limit('network-handshake-burst'), limit('address-handshake-burst'));
    const members = `one pod may have ${least} members on each gateway`;
    assert.ok(readme.replaceAll('\n', ' ').includes(members), members);
    const each = limit('connections-per-player');
    assert.equal(each, limit('messages-per-second'));
    assert.ok(readme.includes(`may be ${each} times the number of tokens`));
});

test(
    'what the image has is enough for measure, which takes the args',
    {
        skip: !existsSync(join(root, 'deploy/load/target/lib')) && process.env.CI === undefined,
    },
    () => {
        const app = mkdtempSync(join(tmpdir(), 'load-'));
        try {
            unpack('deploy/load', 'jvm', app);
            const [, ...start] = entrypointOf('deploy/load', 'jvm');
            const run = (args) =>
                spawnSync(process.env.JAVA ?? 'java', ['-Xmx128m', ...start, ...args], {
                    cwd: app,
                    env: { PATH: process.env.PATH },
                    encoding: 'utf8',
                });
            const help = run(['measure', '--help']);
            assert.equal(help.status, 0, help.stderr);
            assert.match(help.stdout, /^Usage: deploy\/load\/measure /);
            for (const args of [container.args, exampleArgs]) {
                const tokens = join(app, 'no-tokens');
                const { status, stderr } = run(
                    args.map((it) => it.replace(/^--tokens=.*/, `--tokens=${tokens}`)),
                );
                assert.equal(stderr, `Can't read tokens from the file ${tokens}.\n`);
                assert.equal(status, 1);
            }
        } finally {
            rmSync(app, { recursive: true });
        }
    },
);
