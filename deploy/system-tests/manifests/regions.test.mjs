import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deployed } from './deployed.mjs';
import { objects, ofKind, overlays, root } from './render.mjs';

const REGIONS = ['region-a', 'region-b'];

const source = (file) => readFileSync(join(root, file), 'utf8');

/** A region's gateway and the mirror that brings it the other region's messages. */
function region(overlay) {
    const [mirror, ...others] = ofKind(objects(overlay), 'KafkaMirrorMaker2');
    assert.deepEqual(others, [], overlay);
    const gateway = deployed(overlay).find((it) => it.service === 'gateway-service');
    return { gateway, mirror, flow: mirror.spec.mirrors[0] };
}

test('each region marks its messages, and the other one mirrors what bears that mark', () => {
    assert.ok(
        source('gateway-service/src/main/java/org/dungeontalk/gateway/publish/RegionHeader.java').includes(
            'headers.add("origin-" + name,',
        ),
    );
    for (const name of REGIONS) {
        const other = REGIONS.find((it) => it !== name);
        const { gateway, flow } = region(name);
        assert.equal(gateway.environment.DUNGEONTALK_LOG_REGION, name);
        const { config } = flow.sourceConnector;
        assert.equal(config['predicates.marked.name'], `origin-${other}`, name);
        assert.ok(flow.source.bootstrapServers.includes(other), name);
        assert.equal(flow.topicsPattern, gateway.value('dungeontalk.log.topic'), name);
    }
});

test('the listener’s certificate names the address that the other region’s mirror connects to', () => {
    for (const name of REGIONS) {
        const [kafka] = ofKind(objects(name), 'Kafka');
        const { port, tls, configuration } = kafka.spec.kafka.listeners.find((it) => it.name === 'regions');
        const { source: there } = region(REGIONS.find((it) => it !== name)).flow;
        const [host, at] = there.bootstrapServers.split(':');
        assert.deepEqual(configuration.bootstrap.alternativeNames, [host], name);
        assert.ok(tls && Number(at) === port, name);
    }
});

test('only named addresses may connect to a region’s listener', () => {
    for (const name of REGIONS) {
        const [kafka] = ofKind(objects(name), 'Kafka');
        for (const { type, configuration } of kafka.spec.kafka.listeners.filter((it) => it.type !== 'internal')) {
            assert.equal(type, 'loadbalancer');
            const ranges = configuration.loadBalancerSourceRanges;
            assert.ok(ranges.length > 0 && !ranges.includes('0.0.0.0/0'), name);
        }
    }
});

test('a region’s certificates reach the other region’s mirror without hands', () => {
    for (const name of REGIONS) {
        const here = objects(name);
        const there = objects(REGIONS.find((it) => it !== name));
        const written = ofKind(there, 'PushSecret').flatMap(({ spec }) =>
            spec.data.map(({ match }) => [
                [spec.secretStoreRefs[0].name, match.remoteRef.remoteKey, match.remoteRef.property].join(' '),
                `${spec.selector.secret.name} ${match.secretKey}`,
            ]),
        );
        const [{ spec: read }] = ofKind(here, 'ExternalSecret');
        const places = Object.fromEntries(
            read.data.map(({ secretKey, remoteRef }) => [
                secretKey,
                [read.secretStoreRef.name, remoteRef.key, remoteRef.property].join(' '),
            ]),
        );
        const [user] = ofKind(there, 'KafkaUser').filter((it) => it.metadata.name === 'other-region');
        assert.deepEqual(
            written.sort(),
            [
                [places['ca.crt'], 'dungeontalk-cluster-ca-cert ca.crt'],
                [places['user.crt'], `${user.metadata.name} user.crt`],
                [places['user.key'], `${user.metadata.name} user.key`],
            ],
            name,
        );
        const { tls, authentication } = region(name).flow.source;
        assert.equal(read.target.name, authentication.certificateAndKey.secretName, name);
        assert.deepEqual(
            [tls.trustedCertificates[0], authentication.certificateAndKey],
            [
                { secretName: read.target.name, certificate: 'ca.crt' },
                { secretName: read.target.name, certificate: 'user.crt', key: 'user.key' },
            ],
            name,
        );
    }
});

test('Prometheus reaches the mirror’s metrics', () => {
    const all = objects('region-a');
    const [{ spec: policy }] = ofKind(all, 'NetworkPolicy').filter((it) => it.metadata.name === 'mirror');
    const [{ spec: monitor }] = ofKind(all, 'PodMonitor').filter((it) => it.metadata.name === 'mirror');
    assert.deepEqual(monitor.selector, policy.podSelector);
    const [services] = ofKind(all, 'NetworkPolicy').filter((it) => it.metadata.name === 'services');
    const [{ from }] = services.spec.ingress;
    // Strimzi's port tcp-prometheus.
    assert.ok(policy.ingress.some((rule) => rule.ports[0].port === 9404 && rule.from[0].namespaceSelector));
    assert.deepEqual(policy.ingress.at(-1).from, from);
    assert.deepEqual(monitor.podMetricsEndpoints.map((it) => it.port), ['tcp-prometheus']);
});

test('where there is no mirror, nothing is marked', () => {
    for (const overlay of overlays.filter((it) => !REGIONS.includes(it))) {
        assert.deepEqual(ofKind(objects(overlay), 'KafkaMirrorMaker2'), [], overlay);
        const gateway = deployed(overlay).find((it) => it.service === 'gateway-service');
        assert.ok(!('DUNGEONTALK_LOG_REGION' in gateway.environment), overlay);
    }
});

test('a mirror writes in transactions, and whoever reads the log waits for their end', () => {
    for (const name of REGIONS) {
        const { mirror, flow } = region(name);
        assert.equal(mirror.spec.target.config['exactly.once.source.support'], 'enabled');
        assert.equal(flow.sourceConnector.config['exactly.once.support'], 'required');
    }
    const persistence = deployed('region-a').find((it) => it.service === 'persistence-service');
    assert.equal(
        persistence.value('mp.messaging.incoming.game-messages.isolation.level'),
        'read_committed',
    );
    for (const reader of [
        'gateway-service/src/main/java/org/dungeontalk/gateway/kafka/KafkaClients.java',
        'persistence-service/src/main/java/org/dungeontalk/persistence/kafka/LogConsumers.java',
        'analytics-service/src/main/java/org/dungeontalk/analytics/ingest/ConsumerFactory.java',
    ]) {
        assert.match(source(reader), /ISOLATION_LEVEL_CONFIG,\s+"read_committed"/, reader);
    }
});

test('the mirror on one machine does what those on Kubernetes do', () => {
    const local = source(
        'deploy/local/src/main/java/org/dungeontalk/local/regions/MirrorSettings.java',
    );
    const { config } = region('region-a').flow.sourceConnector;
    for (const setting of [
        'replication.policy.class',
        'transforms.own.type',
        'predicates.marked.type',
    ]) {
        const type = config[setting].split('.').at(-1);
        assert.ok(local.includes(`"${setting}", ${type}.class.getName()`), setting);
        assert.match(local, new RegExp(`import ${config[setting].replaceAll('.', '\\.')};`));
    }
    for (const setting of [
        'transforms',
        'transforms.own.predicate',
        'transforms.own.negate',
        'predicates',
    ]) {
        assert.ok(local.includes(`flow.put("${setting}", "${config[setting]}")`), setting);
    }
    assert.ok(local.includes(`= "${config['producer.override.transaction.timeout.ms']}"`));
});
