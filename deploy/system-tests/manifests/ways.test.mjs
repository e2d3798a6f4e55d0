import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deployed } from './deployed.mjs';
import { objects, ofKind, overlays, root } from './render.mjs';

test('routes, policies and monitors lead to ports that there are', () => {
    for (const overlay of overlays) {
        const all = objects(overlay);
        const services = new Map(
            ofKind(all, 'Service').map((it) => [
                it.metadata.name,
                it.spec.ports.map((port) => port.port),
            ]),
        );
        for (const route of ofKind(all, 'HTTPRoute')) {
            for (const { backendRefs = [] } of route.spec.rules) {
                backendRefs.forEach(({ name, port }) =>
                    assert.ok(
                        services.get(name)?.includes(port),
                        `${overlay}: ${route.metadata.name} leads to ${name}:${port}`,
                    ),
                );
            }
            const [gateway] = ofKind(all, 'Gateway');
            for (const { name, sectionName } of route.spec.parentRefs) {
                const listener = gateway.spec.listeners.find((it) => it.name === sectionName);
                assert.ok(
                    gateway.metadata.name === name && listener,
                    `${overlay}: ${route.metadata.name}`,
                );
                assert.deepEqual(
                    route.spec.hostnames,
                    listener.hostname && [listener.hostname],
                    `${overlay}: ${route.metadata.name}`,
                );
            }
        }
        const named = ['http', 'management'];
        const ports = ofKind(all, 'NetworkPolicy')
            .flatMap((it) => [...(it.spec.ingress ?? []), ...(it.spec.egress ?? [])])
            .flatMap((rule) => rule.ports ?? []);
        assert.deepEqual(
            ports.filter(({ port }) => typeof port === 'string' && !named.includes(port)),
            [],
            overlay,
        );
        for (const monitor of ofKind(all, 'PodMonitor').filter(
            (it) => it.metadata.name === 'services',
        )) {
            assert.deepEqual(
                monitor.spec.podMetricsEndpoints.map(({ port, path }) => `${port} ${path}`),
                ['management /q/metrics'],
                overlay,
            );
        }
    }
});

test('a WebSocket has no limit of time, and its route the path that the gateway serves', () => {
    const source = readFileSync(
        join(
            root,
            'gateway-service/src/main/java/org/dungeontalk/gateway/session/StompEndpoint.java',
        ),
        'utf8',
    );
    const [, path] = /@WebSocket\(path = "([^"]+)"/.exec(source);
    for (const overlay of overlays) {
        for (const route of ofKind(objects(overlay), 'HTTPRoute').filter(
            (it) => it.metadata.name === 'players',
        )) {
            const rule = route.spec.rules.find((it) =>
                it.matches.some((match) => match.path.value === path),
            );
            assert.deepEqual(rule?.timeouts, { request: '0s', backendRequest: '0s' }, overlay);
        }
    }
});

/** Whether a selector of pods chooses labels. */
function chooses({ matchLabels = {}, matchExpressions = [] }, labels) {
    return (
        Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
        matchExpressions.every(({ key, operator, values }) => {
            assert.equal(operator, 'In');
            return values.includes(labels[key]);
        })
    );
}

/** Whether policies let pods with these labels send to others. */
const mayReach = (policies, labels, target, port) =>
    policies
        .filter((it) => chooses(it.spec.podSelector, labels))
        .flatMap((it) => it.spec.egress ?? [])
        .some(
            (rule) =>
                rule.to?.some((to) => to.podSelector && chooses(to.podSelector, target)) &&
                rule.ports.some((it) => it.port === port),
        );

/** Whether policies let others take what pods with these labels send. */
const letIn = (policies, labels, target, port) =>
    policies
        .filter((it) => chooses(it.spec.podSelector, target))
        .flatMap((it) => it.spec.ingress ?? [])
        .some(
            (rule) =>
                rule.from.some((from) => from.podSelector && chooses(from.podSelector, labels)) &&
                rule.ports.some((it) => it.port === port),
        );

test('where nothing may talk, each service and the toolbox may talk to what they need, and are let in there', () => {
    for (const overlay of overlays) {
        const all = objects(overlay);
        const policies = ofKind(all, 'NetworkPolicy');
        if (policies.length === 0) {
            continue;
        }
        const pods = [
            ...deployed(overlay).map((it) => it.deployment.spec.template.metadata.labels),
            ofKind(all, 'Deployment').find((it) => it.metadata.name === 'toolbox').spec.template.metadata
                .labels,
            ...ofKind(all, 'KafkaMirrorMaker2').map((it) => ({
                'strimzi.io/cluster': it.metadata.name,
            })),
        ];
        const [kafka] = ofKind(all, 'Kafka');
        const { networkPolicyPeers } = kafka.spec.kafka.listeners[0];
        const broker = {
            'strimzi.io/name': `${kafka.metadata.name}-kafka`,
            'strimzi.io/cluster': kafka.metadata.name,
        };
        const postgres = { 'cnpg.io/cluster': ofKind(all, 'Cluster')[0].metadata.name };
        for (const labels of pods) {
            const who = `${overlay}: ${JSON.stringify(labels)}`;
            assert.ok(mayReach(policies, labels, broker, kafka.spec.kafka.listeners[0].port), who);
            assert.ok(
                networkPolicyPeers.some((it) => it.podSelector && chooses(it.podSelector, labels)),
                `${who} is not let in to Kafka`,
            );
            const needsPostgres = ['consumer', 'toolbox'].includes(
                labels['app.kubernetes.io/component'],
            );
            assert.equal(mayReach(policies, labels, postgres, 5432), needsPostgres, who);
            assert.equal(letIn(policies, labels, postgres, 5432), needsPostgres, who);
        }
    }
});

test('where nothing may talk, the Job that measures reaches the gateways and nothing else of ours', () => {
    const alone = objects('load');
    const { labels } = ofKind(alone, 'Job')[0].spec.template.metadata;
    assert.deepEqual(ofKind(alone, 'NetworkPolicy'), [], 'it would isolate gateways everywhere');
    const restricted = overlays.filter((it) => ofKind(objects(it), 'NetworkPolicy').length > 0);
    assert.ok(restricted.includes('production') && !restricted.includes('kind'));
    for (const overlay of restricted) {
        const all = objects(overlay);
        const policies = ofKind(all, 'NetworkPolicy');
        const { networkPolicyPeers } = ofKind(all, 'Kafka')[0].spec.kafka.listeners[0];
        const peers = networkPolicyPeers.filter((it) => it.podSelector);
        assert.ok(!peers.some((it) => chooses(it.podSelector, labels)), `${overlay}: Kafka`);
        const postgres = { 'cnpg.io/cluster': ofKind(all, 'Cluster')[0].metadata.name };
        assert.ok(!letIn(policies, labels, postgres, 5432), `${overlay}: PostgreSQL`);
        const [load, fromIngress] = ['load', 'from-ingress'].map(
            (name) => policies.find((it) => it.metadata.name === name).spec,
        );
        const { port: tls } = ofKind(all, 'Gateway')[0].spec.listeners.find(
            (it) => it.name === 'players',
        );
        assert.deepEqual(
            load.egress.slice(1),
            [{ to: fromIngress.ingress[0].from }, { ports: [{ port: tls }] }],
            `${overlay}: the ways of a wss:// address`,
        );
        for (const { deployment, service, value } of deployed(overlay)) {
            const target = deployment.spec.template.metadata.labels;
            const who = `${overlay}: ${deployment.metadata.name}`;
            const measured = service === 'gateway-service';
            const port = Number(value('quarkus.http.port'));
            assert.equal(mayReach(policies, labels, target, port), measured, who);
            assert.equal(letIn(policies, labels, target, 'http'), measured, who);
        }
    }
});

test('only where tracing is on do services send spans, and there is a way to where they send them', () => {
    const setting = 'dungeontalk.trace.endpoint';
    for (const overlay of overlays) {
        const policies = ofKind(objects(overlay), 'NetworkPolicy');
        const [way] = policies.filter((it) => it.metadata.name === 'tracing');
        for (const { deployment, value } of deployed(overlay)) {
            const who = `${overlay}: ${deployment.metadata.name}`;
            assert.equal(value(setting) !== undefined, way !== undefined, who);
            if (way) {
                const { hostname, port, pathname } = new URL(value(setting));
                const [, namespace] = hostname.split('.');
                const [rule] = way.spec.egress;
                assert.ok(
                    chooses(way.spec.podSelector, deployment.spec.template.metadata.labels),
                    who,
                );
                assert.deepEqual(
                    [rule.to[0].namespaceSelector.matchLabels, rule.ports[0].port, pathname],
                    [{ 'kubernetes.io/metadata.name': namespace }, Number(port), '/v1/traces'],
                    who,
                );
            }
        }
    }
    assert.ok(ofKind(objects('everything'), 'NetworkPolicy').some((it) => it.metadata.name === 'tracing'));
});
