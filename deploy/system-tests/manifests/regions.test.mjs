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
