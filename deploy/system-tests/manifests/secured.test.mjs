import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { entrypointOf, unpack } from './images.mjs';
import { OF_OTHERS, expressionsOf, metricsOf } from './observability.mjs';
import { objects, ofKind } from './render.mjs';
import { Secured, freePorts, isBuilt, token } from './secured.mjs';

const SERVICES = ['gateway-service', 'persistence-service', 'analytics-service'];
const skip =
    !isBuilt(SERVICES) && process.env.CI === undefined
        ? 'not packaged: mvn -DskipTests package'
        : false;

const all = objects('production');
const secured = new Secured();
const secret = randomBytes(32).toString('hex');
const urls = {};
const started = {};

/** The secrets that operators and people make, as files and texts of this run. */
function secretValue({ name, key }) {
    if (name === 'dungeontalk-token') {
        return secret;
    }
    if (name.startsWith('postgres-')) {
        return key === 'username' ? name.slice('postgres-'.length) : secret;
    }
    return secured.read(key === 'ca.crt' ? 'ca.crt' : `${name}.${key.split('.')[1]}`);
}

/** What the manifest gives the container, with the addresses of this run. */
function environmentOf(deployment, [http, management]) {
    const maps = new Map(ofKind(all, 'ConfigMap').map((map) => [map.metadata.name, map.data]));
    const [container] = deployment.spec.template.spec.containers;
    const environment = Object.assign(
        {},
        ...container.envFrom.map((it) => maps.get(it.configMapRef.name)),
    );
    for (const { name, value, valueFrom } of container.env) {
        environment[name] = value ?? secretValue(valueFrom.secretKeyRef);
    }
    for (const [name, value] of Object.entries(environment)) {
        environment[name] = value
            .replace(/^dungeontalk-kafka-bootstrap:9093$/, `localhost:${secured.kafka}`)
            .replace('dungeontalk-postgres-rw:5432', `localhost:${secured.postgres}`)
            .replace('/etc/postgres/ca.crt', secured.path('ca.crt'));
    }
    delete environment.JDK_JAVA_OPTIONS;
    return {
        ...environment,
        QUARKUS_HTTP_PORT: String(http),
        QUARKUS_MANAGEMENT_PORT: String(management),
    };
}

/** The flags of the image, and the heap that is the container's share; FLAGS adds to them. */
function flagsOf(deployment, service) {
    const [, ...flags] = entrypointOf(service, 'jvm');
    const [container] = deployment.spec.template.spec.containers;
    const [{ data }] = ofKind(all, 'ConfigMap').filter((map) =>
        map.metadata.name.startsWith(`${service}-`),
    );
    const share = Number(/MaxRAMPercentage=(\d+)/.exec(data.JDK_JAVA_OPTIONS)[1]) / 100;
    const heap = Math.floor(parseInt(container.resources.limits.memory, 10) * share);
    const chosen = process.env.FLAGS?.split(' ') ?? flags.slice(0, flags.indexOf('-jar'));
    return [...chosen, `-Xmx${heap}m`];
}

/** A name of Strimzi's as Kafka has it: DescribeConfigs is DESCRIBE_CONFIGS. */
const ofKafka = (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

const ready = async (service) => (await fetch(`${urls[service].management}/q/health/ready`)).ok;

const limitOf = (service) =>
    ofKind(all, 'Deployment').find((it) => it.metadata.name === service).spec.template.spec
        .containers[0].resources.limits.memory;

async function until(what, check, limit = 120_000) {
    for (const end = Date.now() + limit; ;) {
        const found = await check().catch(() => undefined);
        if (found) {
            return found;
        }
        if (Date.now() > end) {
            assert.fail(
                `not in ${limit / 1000} s: ${what}\n${Object.keys(started)
                    .map((it) => `${it}:\n${secured.log(it)}`)
                    .join('\n')}`,
            );
        }
        await pause(200);
    }
}

async function metric(service, name) {
    const text = await (await fetch(`${urls[service].management}/q/metrics`)).text();
    return text
        .split('\n')
        .filter((line) => line.startsWith(name))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

before(async () => {
    if (skip) {
        return;
    }
    const users = ofKind(all, 'KafkaUser');
    await secured.start(users.map((user) => user.metadata.name));
    for (const { metadata, spec } of ofKind(all, 'KafkaTopic')) {
        await secured.ask(
            'topic',
            metadata.name,
            spec.partitions,
            spec.config['cleanup.policy'] === 'compact',
        );
    }
    for (const { metadata, spec } of users) {
        for (const { resource, operations } of spec.authorization.acls) {
            for (const operation of operations) {
                await secured.ask(
                    'acl',
                    metadata.name,
                    ofKafka(operation),
                    ofKafka(resource.type),
                    resource.name,
                    resource.patternType,
                );
            }
        }
    }
    for (const role of ofKind(all, 'Cluster')[0].spec.managed.roles) {
        await secured.ask('role', role.name, secret);
    }
    const free = await freePorts(2 * SERVICES.length);
    for (const service of SERVICES) {
        const ports = free.splice(0, 2);
        urls[service] = {
            http: `http://127.0.0.1:${ports[0]}`,
            management: `http://127.0.0.1:${ports[1]}`,
        };
        const deployment = ofKind(all, 'Deployment').find((it) => it.metadata.name === service);
        const began = Date.now();
        const { pid } = secured.service(
            service,
            flagsOf(deployment, service),
            environmentOf(deployment, ports),
        );
        started[service] = { pid };
        if (process.env.ONE_BY_ONE) {
            await until(`${service} is ready`, () => ready(service));
            started[service].milliseconds = Date.now() - began;
        }
    }
});

after(() => secured.stop());

test(
    'with what the manifests give them, and no more, all three services become ready',
    { skip },
    async () => {
        for (const service of SERVICES) {
            const { readinessProbe } = ofKind(all, 'Deployment').find(
                (it) => it.metadata.name === service,
            ).spec.template.spec.containers[0];
            await until(
                `${service} is ready`,
                async () =>
                    (await fetch(`${urls[service].management}${readinessProbe.httpGet.path}`)).ok,
            );
        }
    },
);

test('a message passes to the log, to the table and to the counts', { skip }, async () => {
    const authorization = `Bearer ${token(secret, { id: 'narrator', nickName: 'Narrator', roles: ['service'] })}`;
    const say = async (content) => {
        const answer = await fetch(
            `${urls['gateway-service'].http}/api/chat/room/secured/message`,
            {
                method: 'POST',
                headers: { authorization, 'content-type': 'application/json' },
                body: JSON.stringify({ roomId: 'secured', content, type: 'TALK' }),
            },
        );
        assert.ok(answer.ok, `${answer.status} ${await answer.text()}`);
    };
    await Promise.all(Array.from({ length: 12 }, (_, number) => say(`line ${number}`)));
    await until(
        '12 stored',
        async () =>
            (await metric('persistence-service', 'dungeontalk_persistence_stored_total')) === 12,
    );
    await until(
        '12 counted',
        async () =>
            (await metric('analytics-service', 'dungeontalk_analytics_counted_total')) === 12,
    );
});

test('the flood that they are is told to its topic', { skip }, async () => {
    await until(
        'an alert is told',
        async () => (await metric('analytics-service', 'dungeontalk_analytics_notices_total')) > 0,
    );
});

test('what can’t be read goes to the dead letters of both', { skip }, async () => {
    assert.equal(await secured.ask('write', 'operator', 'game-messages', '{'), 'ok');
    await until(
        'one of persistence',
        async () =>
            (await metric('persistence-service', 'dungeontalk_persistence_dead_lettered_total')) ===
            1,
    );
    await until(
        'one of analytics',
        async () =>
            (await metric('analytics-service', 'dungeontalk_analytics_dead_lettered_total')) === 1,
    );
});

test('a service can’t write where it has nothing to write', { skip }, async () => {
    assert.equal(await secured.ask('write', 'gateway-service', 'presence', 'x'), 'ok');
    assert.equal(await secured.ask('write', 'gateway-service', 'moderation', 'x'), 'refused');
    assert.equal(
        await secured.ask('write', 'persistence-service', 'game-messages', 'x'),
        'refused',
    );
    assert.equal(await secured.ask('write', 'analytics-service', 'moderation', '{'), 'ok');
    assert.equal(await secured.ask('write', 'analytics-service', 'game-messages', 'x'), 'refused');
    assert.equal(await secured.ask('write', 'analytics-service', 'revocations', 'x'), 'refused');
    assert.equal(await secured.ask('write', 'operator', 'moderation', '{'), 'ok');
    assert.equal(await secured.ask('write', 'operator', 'erasures', 'x'), 'refused');
});

test(
    'every metric that an alert or a dashboard names is one that a service has, or another’s',
    { skip },
    async () => {
        const texts = await Promise.all(
            SERVICES.map(async (it) => (await fetch(`${urls[it].management}/q/metrics`)).text()),
        );
        const known = new Set(
            texts
                .join('\n')
                .split('\n')
                .map((line) => /^[a-z_0-9]+/.exec(line)?.[0]),
        );
        const named = new Set(expressionsOf(all).flatMap(metricsOf));
        assert.deepEqual(
            [...named].filter((name) => !known.has(name) && !OF_OTHERS.includes(name)),
            [],
        );
    },
);

test('what each service took to be ready, and takes of memory, is told', { skip }, (t) => {
    for (const service of SERVICES) {
        const { pid, milliseconds } = started[service];
        const resident =
            Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
        const ticks = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
        t.diagnostic(
            `${service}: ready after ${milliseconds ?? '-'} ms, ${Math.round(resident)} MiB resident, ${(Number(ticks[11]) + Number(ticks[12])) / 100} s CPU`,
        );
        assert.ok(
            resident < parseInt(limitOf(service), 10),
            `${service} holds more than its container may`,
        );
    }
});

test('the Job that measures gets its players past the limits, and all messages', { skip }, async () => {
    const [{ args }] = ofKind(objects('load'), 'Job')[0].spec.template.spec.containers;
    const here = {
        '--gateway': `${urls['gateway-service'].http.replace('http', 'ws')}/ws-chat`,
        '--tokens': secured.path('tokens'),
        '--warm-up': 2,
        '--seconds': 4,
    };
    const players = Array.from({ length: 100 }, (_, it) => token(secret, { id: `load-${it}` }));
    writeFileSync(secured.path('tokens'), players.join('\n'));
    unpack('deploy/load', 'jvm', secured.path('load'));
    const [java, ...start] = entrypointOf('deploy/load', 'jvm');
    const changed = args.map((arg) => {
        const [name] = arg.split('=');
        return name in here ? `${name}=${here[name]}` : arg;
    });
    const { stdout } = await promisify(execFile)(
        process.env.JAVA ?? java,
        ['-Xmx512m', ...start, ...changed],
        { cwd: secured.path('load'), env: { PATH: process.env.PATH } },
    );
    assert.ok(JSON.parse(stdout).received > 0, stdout);
});
