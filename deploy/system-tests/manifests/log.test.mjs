import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { TOPICS, aclsOf, deployed, each, sorted } from './deployed.mjs';
import { objects, ofKind, overlays, root } from './render.mjs';

test('the topics are those that the services name', () => {
    for (const overlay of overlays) {
        const services = deployed(overlay);
        const { all } = services[0];
        const named = services.flatMap(({ service, value }) =>
            [...TOPICS[service].reads, ...TOPICS[service].writes].map(value),
        );
        const topics = ofKind(all, 'KafkaTopic').map(
            (topic) => topic.spec.topicName ?? topic.metadata.name,
        );
        assert.deepEqual(sorted(topics), sorted(named), overlay);
    }
});

test('each user has the rights that its service needs and no more', () => {
    each(({ all, service, user, value }, where) => {
        const { reads, writes, groups } = TOPICS[service];
        const expected = [
            ...reads.map((name) => `Read topic ${value(name)}`),
            ...writes.map((name) => `Write topic ${value(name)}`),
            ...groups.map((name) => `Read group ${value(name)}`),
        ];
        const given = ofKind(all, 'KafkaUser').find((it) => it.metadata.name === user);
        assert.deepEqual(sorted(aclsOf(given)), sorted(expected), where);
    });
});

test('the addresses are those of the Kafka and the PostgreSQL that are deployed', () => {
    each(({ all, environment, service, value }, where) => {
        const [kafka] = ofKind(all, 'Kafka');
        const [listener] = kafka.spec.kafka.listeners;
        assert.equal(
            environment.KAFKA_BOOTSTRAP_SERVERS,
            `${kafka.metadata.name}-kafka-bootstrap:${listener.port}`,
            where,
        );
        assert.equal(
            environment.KAFKA_SECURITY_PROTOCOL === 'SSL',
            listener.tls && listener.authentication.type === 'tls',
            where,
        );
        if (service !== 'gateway-service') {
            const [cluster] = ofKind(all, 'Cluster');
            const [database] = ofKind(all, 'Database');
            const address = `postgresql://${cluster.metadata.name}-rw:5432/${database.spec.name}`;
            assert.equal(environment.QUARKUS_DATASOURCE_REACTIVE_URL, address, where);
            assert.equal(
                environment.QUARKUS_DATASOURCE_JDBC_URL.split('?')[0],
                `jdbc:${address}`,
                where,
            );
            assert.equal(database.spec.cluster.name, cluster.metadata.name, where);
            const owner = value('quarkus.flyway.default-schema');
            assert.ok(
                database.spec.schemas.some((it) => it.name === owner && it.owner === owner),
                `${where}: no schema ${owner}`,
            );
            assert.ok(
                cluster.spec.managed.roles.some((it) => it.name === owner && it.login),
                `${where}: no role ${owner}`,
            );
        }
    });
});

test('PostgreSQL has connections for as many instances as there may be', () => {
    for (const overlay of overlays) {
        const services = deployed(overlay).filter((it) => it.service !== 'gateway-service');
        const { all } = services[0];
        const [cluster] = ofKind(all, 'Cluster');
        const needs = new Map();
        for (const { deployment, value } of services) {
            const scaler = ofKind(all, 'ScaledObject').find(
                (it) => it.spec.scaleTargetRef.name === deployment.metadata.name,
            );
            const instances =
                (scaler?.spec.maxReplicaCount ?? deployment.spec.replicas) +
                deployment.spec.strategy.rollingUpdate.maxSurge;
            const pools =
                Number(value('quarkus.datasource.reactive.max-size')) +
                Number(value('quarkus.datasource.jdbc.max-size'));
            const role = value('quarkus.flyway.default-schema');
            needs.set(role, (needs.get(role) ?? 0) + instances * pools);
        }
        for (const [name, needed] of needs) {
            const { connectionLimit } = cluster.spec.managed.roles.find((it) => it.name === name);
            assert.ok(
                needed <= connectionLimit,
                `${overlay}: ${name} needs ${needed} connections, may have ${connectionLimit}`,
            );
        }
        const sum = [...needs.values()].reduce((one, other) => one + other);
        // Some are the operator's, for replication and for people.
        assert.ok(
            sum + 20 <= Number(cluster.spec.postgresql.parameters.max_connections),
            `${overlay}: ${sum} connections are needed`,
        );
    }
});

test('the log has as many partitions as those who hash rooms reckon with', () => {
    const affinity = 'deploy/kubernetes/components/room-affinity';
    for (const file of ['deploy/local/ingress/haproxy.cfg', `${affinity}/haproxy.cfg`]) {
        const [, partitions] = /lua\.partition\((\d+)\)/.exec(
            readFileSync(join(root, file), 'utf8'),
        );
        for (const overlay of overlays) {
            const log = ofKind(objects(overlay), 'KafkaTopic').find(
                (it) => it.metadata.name === 'game-messages',
            );
            assert.equal(String(log.spec.partitions), partitions, `${overlay}: ${file}`);
        }
    }
    const hash = (folder) => readFileSync(join(root, folder, 'partition.lua'), 'utf8');
    assert.equal(hash(affinity), hash('deploy/local/ingress'), 'two ways to hash a room');
});

test('what scales by lag looks at the groups and topics that the services read, and never makes more than there are partitions', () => {
    each(({ all, deployment, value, service, environment }, where) => {
        const scaler = ofKind(all, 'ScaledObject').find(
            (it) => it.spec.scaleTargetRef.name === deployment.metadata.name,
        );
        const lag = scaler?.spec.triggers.find((it) => it.type === 'kafka')?.metadata;
        assert.ok(
            !scaler || service === 'gateway-service' || lag,
            `${where}: scaled, and not by lag`,
        );
        if (lag) {
            const topic = ofKind(all, 'KafkaTopic').find((it) => it.metadata.name === lag.topic);
            assert.equal(lag.topic, value(TOPICS[service].reads[0]), where);
            assert.equal(lag.consumerGroup, value(TOPICS[service].groups[0]), where);
            assert.equal(
                lag.bootstrapServers,
                environment.KAFKA_BOOTSTRAP_SERVERS.replace(':', '.dungeontalk.svc:'),
                where,
            );
            assert.ok(scaler.spec.maxReplicaCount <= topic.spec.partitions, where);
            const rights = aclsOf(
                ofKind(all, 'KafkaUser').find((it) => it.metadata.name === 'scaler'),
            );
            assert.ok(
                rights.includes(`Describe topic ${lag.topic}`) &&
                    rights.includes(`Describe group ${lag.consumerGroup}`),
                where,
            );
        }
        if (scaler && service === 'gateway-service') {
            const { metadata } = scaler.spec.triggers.find((it) => it.type === 'prometheus');
            assert.ok(
                Number(metadata.threshold) < Number(value('dungeontalk.limits.sessions')),
                where,
            );
        }
    });
});
