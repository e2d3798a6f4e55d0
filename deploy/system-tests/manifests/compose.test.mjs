import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
    checkOf,
    compose,
    composed,
    compositionErrors,
    containerOf,
    folder,
    script,
    span,
    topicsOf,
} from './compose.mjs';
import { SERVICES, sorted } from './deployed.mjs';
import { seconds, variable } from './settings.mjs';

const file = compose();
const each = (check) =>
    SERVICES.forEach((service) => check({ service, ...composed(file, service) }));

/** Settings that not every service names: Quarkus has them itself. */
const OF_QUARKUS = ['QUARKUS_PROFILE', 'QUARKUS_CONFIG_LOCATIONS', 'QUARKUS_HTTP_HOST'];

/** Runs keys.sh in a new folder. */
function withKeys(check) {
    const keys = mkdtempSync(join(tmpdir(), 'keys-'));
    const make = () => execFileSync('bash', [join(folder, 'keys.sh'), keys]);
    const read = () =>
        Object.fromEntries(
            readdirSync(keys).map((name) => [name, readFileSync(join(keys, name), 'utf8')]),
        );
    try {
        make();
        return check(read(), make, read);
    } finally {
        rmSync(keys, { recursive: true });
    }
}

test('the file is valid by the schema of the compose specification', () => {
    assert.deepEqual(compositionErrors(file), []);
    const wrongs = [
        (it) => (it.services.kafka.memlimit = '1g'),
        (it) => (it.services.topics.depends_on.kafka.condition = 'service_done'),
        (it) => (it.services.keys.volumes = 'keys'),
        (it) => (it.name = 'Dungeon Talk'),
    ];
    for (const wrong of wrongs) {
        const other = compose();
        wrong(other);
        assert.notDeepEqual(compositionErrors(other), [], String(wrong));
    }
});

test('every variable is a setting that the service has', () => {
    each(({ service, settings, environment }) => {
        const unknown = Object.keys(environment).filter(
            (name) => !settings.knows(name) && !OF_QUARKUS.includes(name),
        );
        assert.deepEqual(unknown, [], service);
    });
});

test('each service has its own keys, and they are settings that it has', () => {
    withKeys((keys) =>
        each(({ service, container, settings, environment }) => {
            const name = environment.QUARKUS_CONFIG_LOCATIONS.replace('/keys/', '');
            assert.equal(name, `${service}.properties`);
            assert.ok(container.volumes.includes('keys:/keys:ro'), service);
            const properties = Object.fromEntries(
                keys[name]
                    .trim()
                    .split('\n')
                    .map((line) => line.split('=')),
            );
            assert.deepEqual(
                Object.keys(properties).filter((it) => !settings.knows(variable(it))),
                [],
            );
            const role = environment.QUARKUS_DATASOURCE_USERNAME;
            assert.equal(properties['quarkus.datasource.password'], keys[role], service);
        }),
    );
});

test('keys are random, long enough, for development only, and made once', () => {
    withKeys((keys, make, read) => {
        const secrets = SERVICES.map(
            (it) => /^dungeontalk.token.secret=(.+)$/m.exec(keys[`${it}.properties`])[1],
        );
        assert.deepEqual(sorted(secrets).length, 1, 'one secret for all services');
        assert.match(secrets[0], /^local-[0-9a-f]{48}$/);
        const passwords = ['dungeontalk', 'persistence', 'analytics'].map((it) => keys[it]);
        passwords.forEach((it) => assert.match(it, /^[0-9a-f]{48}$/));
        assert.equal(sorted(passwords).length, 3);
        make();
        assert.deepEqual(read(), keys, 'a second run changes them');
        withKeys((others) => assert.notEqual(others.persistence, keys.persistence));
    });
    each(({ environment }) => assert.equal(environment.QUARKUS_PROFILE, 'local'));
});

test('no key is written down in the file', () => {
    for (const [name, { environment = {} }] of Object.entries(file.services)) {
        assert.deepEqual(
            Object.keys(environment).filter((it) => /SECRET|PASSWORD(?!_FILE)/.test(it)),
            [],
            name,
        );
    }
});

test('ports are the ones that the services open, for this machine only', () => {
    each(({ service, container, value }) => {
        const port = value('quarkus.http.port');
        assert.deepEqual(container.ports, [`127.0.0.1:${port}:${port}`], service);
        assert.equal(value('quarkus.http.host'), '0.0.0.0', service);
    });
    for (const [name, { ports = [] }] of Object.entries(file.services)) {
        assert.deepEqual(
            ports.filter((it) => !it.startsWith('127.0.0.1:')),
            [],
            name,
        );
    }
    const gateway = composed(file, 'gateway-service');
    const history = composed(file, 'persistence-service').value('quarkus.http.port');
    assert.equal(gateway.environment.DUNGEONTALK_PAGE_HISTORY_URL, `http://localhost:${history}`);
    each(({ environment }) =>
        assert.deepEqual(
            environment.QUARKUS_HTTP_CORS_ORIGINS.split(','),
            ['localhost', '127.0.0.1'].map(
                (it) => `http://${it}:${gateway.value('quarkus.http.port')}`,
            ),
        ),
    );
});

test('topics.sh asks Kafka for each of them', () => {
    const place = mkdtempSync(join(tmpdir(), 'topics-'));
    try {
        writeFileSync(
            join(place, 'kafka-topics.sh'),
            `#!/bin/bash\necho "$*" >>"${place}/asked"\n`,
            { mode: 0o755 },
        );
        execFileSync('bash', [join(folder, 'topics.sh'), 'broker:1'], {
            env: { PATH: `${place}:${process.env.PATH}` },
        });
        const asked = readFileSync(join(place, 'asked'), 'utf8').trim().split('\n');
        const topics = topicsOf(script('topics.sh'));
        assert.equal(asked.length, topics.length);
        for (const [index, { name, partitions, config }] of topics.entries()) {
            assert.equal(
                asked[index],
                [
                    `--bootstrap-server broker:1 --create --if-not-exists --topic ${name}`,
                    `--partitions ${partitions} --replication-factor 1 --config min.insync.replicas=1`,
                    ...Object.entries(config).map(([key, value]) => `--config ${key}=${value}`),
                ].join(' '),
            );
        }
    } finally {
        rmSync(place, { recursive: true });
    }
});

test('a service starts after what it needs, and is given longer than it takes to stop', () => {
    each(({ service, container, value }) => {
        const needs =
            service === 'gateway-service' ? ['keys', 'topics'] : ['keys', 'topics', 'postgres'];
        assert.deepEqual(sorted(Object.keys(container.depends_on)), sorted(needs), service);
        const stop =
            service === 'gateway-service'
                ? seconds(value('dungeontalk.drain.notice')) +
                  seconds(value('dungeontalk.drain.time')) +
                  6
                : seconds(value('quarkus.shutdown.timeout'));
        assert.ok(span(container.stop_grace_period) > stop, service);
    });
    for (const [name, { depends_on: needs = {} }] of Object.entries(file.services)) {
        for (const [needed, { condition }] of Object.entries(needs)) {
            const ends = ['keys', 'topics'].includes(needed);
            assert.equal(
                condition,
                ends ? 'service_completed_successfully' : 'service_healthy',
                `${name}: ${needed}`,
            );
            assert.equal(file.services[needed].restart === undefined, ends, needed);
            assert.equal(file.services[needed].healthcheck === undefined, ends, needed);
        }
    }
});

test('our containers have no rights, and write only to /tmp, from where libraries may run', () => {
    each(({ service, container }) => {
        assert.equal(container.read_only, true, service);
        assert.deepEqual(container.cap_drop, ['ALL'], service);
        assert.deepEqual(container.security_opt, ['no-new-privileges:true'], service);
        assert.deepEqual(container.tmpfs, ['/tmp:exec,size=64m'], service);
        assert.equal(container.restart, 'unless-stopped', service);
    });
    for (const [name, { volumes = [], mem_limit: memory }] of Object.entries(file.services)) {
        assert.ok(memory, `${name}: no limit of memory`);
        const from = volumes.map((it) => it.split(':')[0]);
        assert.deepEqual(
            from.filter((it) =>
                it.startsWith('.') ? !existsSync(join(folder, it)) : !(it in file.volumes),
            ),
            [],
            name,
        );
    }
});

test('a health check succeeds if the service is ready, and only then', async () => {
    for (const service of SERVICES) {
        const { container, value } = composed(file, service);
        const { how, command } = checkOf(container);
        assert.equal(how, 'CMD', service);
        const port = value('quarkus.management.port');
        assert.ok(command.at(-1).includes(`/127.0.0.1/${port} `), service);
        const { path } = containerOf(service).readinessProbe.httpGet;
        let status = 200;
        const server = createServer((request, response) => {
            response.writeHead(request.url === path ? status : 404).end('{}');
        }).listen(0, '127.0.0.1');
        server.unref();
        await once(server, 'listening');
        const here = command.map((it) => it.replace(`/${port} `, `/${server.address().port} `));
        const checked = async () => {
            const [code] = await once(spawn(here[0], here.slice(1), { stdio: 'ignore' }), 'exit');
            return code;
        };
        assert.equal(await checked(), 0, `${service} is ready`);
        status = 503;
        assert.notEqual(await checked(), 0, `${service} is not ready`);
        server.close();
        await once(server, 'close');
        assert.notEqual(await checked(), 0, `${service} is away`);
    }
});

test('what a shell would read is escaped', () => {
    const text = script('compose.yaml');
    assert.deepEqual(text.match(/(?<!\$)\$(?!\$)\w+/g), null);
});
