import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SERVICES, deployed, each, sorted } from './deployed.mjs';
import { ofKind, overlays, root } from './render.mjs';
import { seconds, settingsOf, variable } from './settings.mjs';

/** Variables that no service reads: the JVM does. */
const OF_THE_JVM = ['JDK_JAVA_OPTIONS'];

test('each overlay deploys the three services, under their own names', () => {
    for (const overlay of overlays) {
        assert.deepEqual(sorted(deployed(overlay).map((it) => it.service)), sorted(SERVICES));
    }
    each((it, where) => {
        assert.equal(it.service, it.value('quarkus.application.name'), where);
        assert.ok(it.deployment.metadata.name.endsWith(it.service), where);
        assert.ok(it.container.image.includes(`/${it.service}:`), where);
    });
});

test('ports are the ones the services open', () => {
    each(({ container, value }, where) => {
        const ports = Object.fromEntries(
            container.ports.map((port) => [port.name, String(port.containerPort)]),
        );
        assert.deepEqual(
            ports,
            { http: value('quarkus.http.port'), management: value('quarkus.management.port') },
            where,
        );
        for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
            assert.equal(container[probe].httpGet.port, 'management', where);
        }
    });
});

test('every variable is a setting that the service has', () => {
    each(({ names, settings }, where) => {
        assert.deepEqual(
            names.filter((name) => !settings.knows(name) && !OF_THE_JVM.includes(name)),
            [],
            where,
        );
        assert.deepEqual(names, [...new Set(names)], `${where}: set twice`);
    });
});

test('each service gets what it does not start without, and runs in profile prod', () => {
    each(({ names, service }, where) => {
        const key = names.filter((name) =>
            ['DUNGEONTALK_TOKEN_SECRET', 'DUNGEONTALK_TOKEN_JWKS'].includes(name),
        );
        assert.equal(key.length, 1, `${where}: exactly one of secret and JWKS`);
        assert.ok(!names.includes('QUARKUS_PROFILE'), where);
        const database = ['JDBC_URL', 'REACTIVE_URL', 'USERNAME', 'PASSWORD'].map(
            (name) => `QUARKUS_DATASOURCE_${name}`,
        );
        const needed = service === 'gateway-service' ? [] : database;
        assert.deepEqual(
            needed.filter((name) => !names.includes(name)),
            [],
            where,
        );
    });
});

test('every secret is one that an operator makes or that the README says to make', () => {
    const readme = readFileSync(join(root, 'deploy/kubernetes/README.md'), 'utf8');
    each(({ all, pod, secrets }, where) => {
        const made = new Set([
            ...ofKind(all, 'Kafka').map((it) => `${it.metadata.name}-cluster-ca-cert ca.crt`),
            ...ofKind(all, 'Cluster').map((it) => `${it.metadata.name}-ca ca.crt`),
            ...ofKind(all, 'KafkaUser').flatMap((it) => [
                `${it.metadata.name} user.key`,
                `${it.metadata.name} user.crt`,
            ]),
            ...[...readme.matchAll(/^\| `([a-z-]+)` \| ((?:`[a-z.]+`(?:, )?)+) \|/gm)].flatMap(
                ([, name, keys]) =>
                    keys.split(', ').map((key) => `${name} ${key.replaceAll('`', '')}`),
            ),
        ]);
        const mounted = pod.volumes
            .filter((it) => it.secret)
            .flatMap((it) => it.secret.items.map((item) => `${it.secret.secretName} ${item.key}`));
        const used = [
            ...secrets.map(
                ({
                    valueFrom: {
                        secretKeyRef: { name, key },
                    },
                }) => `${name} ${key}`,
            ),
            ...mounted,
        ];
        assert.deepEqual(
            used.filter((it) => !made.has(it)),
            [],
            where,
        );
        const others = [
            ...ofKind(all, 'Cluster').flatMap((it) =>
                it.spec.managed.roles.map((role) => `${role.passwordSecret.name} password`),
            ),
            ...ofKind(all, 'TriggerAuthentication').flatMap((it) =>
                it.spec.secretTargetRef.map((ref) => `${ref.name} ${ref.key}`),
            ),
            ...ofKind(all, 'KafkaMirrorMaker2')
                .flatMap((it) => [
                    it.spec.target,
                    ...it.spec.mirrors.map((mirror) => mirror.source),
                ])
                .flatMap((cluster) => [
                    ...cluster.tls.trustedCertificates.map(
                        (it) => `${it.secretName} ${it.certificate}`,
                    ),
                    `${cluster.authentication.certificateAndKey.secretName} ${cluster.authentication.certificateAndKey.key}`,
                ]),
        ];
        assert.deepEqual(
            others.filter((it) => !made.has(it)),
            [],
            where,
        );
    });
});

test('a pod is given longer than its service takes to stop', () => {
    each(({ pod, container, service, value }, where) => {
        const stop =
            service === 'gateway-service'
                ? seconds(value('dungeontalk.drain.notice')) +
                  seconds(value('dungeontalk.drain.time')) +
                  6
                : seconds(value('quarkus.shutdown.timeout'));
        const { seconds: before } = container.lifecycle.preStop.sleep;
        assert.ok(
            pod.terminationGracePeriodSeconds > before + stop,
            `${where}: ${pod.terminationGracePeriodSeconds} s for ${before} + ${stop}`,
        );
    });
});

test('settings are read from the sources: a renamed one would be noticed', () => {
    const gateway = settingsOf('gateway-service');
    assert.ok(gateway.knows(variable('dungeontalk.limits.address-handshakes-per-second')));
    assert.ok(!gateway.knows('DUNGEONTALK_LIMITS_SESSIONZ'));
    assert.equal(gateway.value('dungeontalk.drain.time'), '20s');
    assert.equal(gateway.value('dungeontalk.drain.time', { DUNGEONTALK_DRAIN_TIME: '5s' }), '5s');
    assert.equal(
        settingsOf('analytics-service').value('mp.messaging.outgoing.dead-letters.topic'),
        'game-messages.analytics.dlt',
    );
});
