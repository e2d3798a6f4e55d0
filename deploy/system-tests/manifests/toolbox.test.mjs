import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { SERVICES, TOPICS, aclsOf, deployed, sorted } from './deployed.mjs';
import { objects, ofKind, root } from './render.mjs';

const all = objects('everything');
const operations = readFileSync(join(root, 'docs/operations.md'), 'utf8');

const userOf = (name) => ofKind(all, 'KafkaUser').find((it) => it.metadata.name === name);
const deploymentOf = (name) => ofKind(all, 'Deployment').find((it) => it.metadata.name === name);

/** Whether Kafka lets pods with these labels in, and a policy lets them go there. */
function reachesKafka(labels) {
    const chosen = (selector) =>
        Object.entries(selector.matchLabels ?? { no: 'label' }).every(([key, value]) => labels[key] === value);
    const { networkPolicyPeers } = ofKind(all, 'Kafka')[0].spec.kafka.listeners[0];
    const letIn = networkPolicyPeers.some((it) => it.podSelector && chosen(it.podSelector));
    const way = ofKind(all, 'NetworkPolicy')
        .filter((it) => chosen(it.spec.podSelector))
        .flatMap((it) => it.spec.egress ?? [])
        .some((rule) => rule.ports.some((it) => it.port === 9093));
    return letIn && way;
}

test('an operator may do what the runbook says, and nothing else', () => {
    const logs = ['game-messages', 'erasures', 'game-alerts', 'presence', 'moderation', 'revocations'];
    const groups = deployed('production').flatMap(({ service, value }) => TOPICS[service].groups.map(value));
    assert.deepEqual(
        sorted(aclsOf(userOf('operator'))),
        sorted([
            ...logs.slice(1).map((topic) => `Read topic ${topic}`),
            'Read topic game-messages*',
            'DescribeConfigs topic game-messages*',
            'Write topic game-messages',
            'Write topic moderation',
            'Write topic revocations',
            ...groups.map((group) => `Describe group ${group}`),
            'Read group toolbox-*',
            'Describe transactionalId *',
        ]),
    );
    const read = [...operations.matchAll(/--topic ([a-z-]+)/g)].map(([, topic]) => topic);
    assert.ok(read.length >= 2 && read.every((topic) => logs.includes(topic)), read.join());
});

test('the toolbox has the certificates of the operator where its settings look for them', () => {
    const { template, replicas } = deploymentOf('toolbox').spec;
    assert.equal(replicas, 0);
    const { volumes, containers } = template.spec;
    const secretOf = (name) => volumes.find((it) => it.name === name).secret.secretName;
    const [settings] = ofKind(all, 'ConfigMap').filter((it) => it.metadata.name.startsWith('toolbox'));
    const text = settings.data['client.properties'];
    for (const { name, volumeMounts } of containers) {
        const places = Object.fromEntries(volumeMounts.map((it) => [it.mountPath, it.name]));
        const used = [...text.matchAll(/\$\{dir:([^:]+):([^}]+)\}/g)].map(
            ([, folder, file]) => `${secretOf(places[folder])} ${file}`,
        );
        assert.deepEqual(
            used,
            ['operator user.key', 'operator user.crt', 'dungeontalk-cluster-ca-cert ca.crt'],
            name,
        );
        const folder = Object.keys(places).find((it) => places[it] === 'settings');
        assert.ok(operations.includes(`${folder}/client.properties`), name);
    }
    const [{ environment }] = deployed('production');
    assert.ok(text.includes(`bootstrap.servers=${environment.KAFKA_BOOTSTRAP_SERVERS}\n`));
    assert.ok(reachesKafka(template.metadata.labels));
});

test('the toolbox reaches the ports of persistence that replays, erasures and questions need', () => {
    const policies = ofKind(all, 'NetworkPolicy');
    const persistence = deployed('everything').find((it) => it.service === 'persistence-service');
    const [, toPersistence] = policies.find((it) => it.metadata.name === 'toolbox').spec.egress;
    assert.deepEqual(
        toPersistence.ports.map((it) => it.port),
        ['quarkus.http.port', 'quarkus.management.port'].map((it) => Number(persistence.value(it))),
    );
    const [{ from, ports }] = policies.find((it) => it.metadata.name === 'toolbox-to-persistence').spec.ingress;
    assert.deepEqual(from[0].podSelector.matchLabels, { 'app.kubernetes.io/component': 'toolbox' });
    assert.deepEqual(ports.map((it) => it.port), ['http', 'management']);
});

test('the toolbox reaches the port of PostgreSQL that an import needs, and trusts its certificate', () => {
    const policies = ofKind(all, 'NetworkPolicy');
    const [{ metadata }] = ofKind(all, 'Cluster');
    const postgres = { podSelector: { matchLabels: { 'cnpg.io/cluster': metadata.name } } };
    const toolbox = { podSelector: { matchLabels: { 'app.kubernetes.io/component': 'toolbox' } } };
    const spec = (name) => policies.find((it) => it.metadata.name === name).spec;
    assert.deepEqual(spec('toolbox').egress.slice(2), [{ to: [postgres], ports: [{ port: 5432 }] }]);
    assert.deepEqual(spec('toolbox-to-postgres'), {
        ...postgres,
        policyTypes: ['Ingress'],
        ingress: [{ from: [toolbox], ports: [{ port: 5432 }] }],
    });
    const services = deployed('production');
    const { environment } = services.find((it) => it.service === 'persistence-service');
    const [, host] = /\/\/([^?]+)/.exec(environment.QUARKUS_DATASOURCE_JDBC_URL);
    const [, named, folder] = /jdbc:postgresql:\/\/(\S+)\?sslmode=verify-full&sslrootcert=(\/etc\S+)\/ca\.crt'/.exec(
        readFileSync(join(root, 'docs/moving-from-redis.md'), 'utf8'),
    );
    assert.equal(named, host);
    const { containers, volumes } = deploymentOf('toolbox').spec.template.spec;
    const { name } = containers
        .find((it) => it.name === 'tools')
        .volumeMounts.find((it) => it.mountPath === folder);
    const { secret } = volumes.find((it) => it.name === name);
    assert.deepEqual(
        [secret.secretName, secret.items.map((it) => it.key)],
        [`${metadata.name}-ca`, ['ca.crt']],
    );
});

test('the issuer of tokens may write revocations and nothing else, and reaches Kafka', () => {
    const { value } = deployed('everything').find((it) => it.service === 'gateway-service');
    assert.deepEqual(aclsOf(userOf('token-issuer')), [
        `Write topic ${value('dungeontalk.moderation.revocations-topic')}`,
    ]);
    assert.ok(reachesKafka({ 'app.kubernetes.io/component': 'token-issuer' }));
});

test('one more group may read the messages in its own group, is let in, and gets a certificate of its own', () => {
    const { value } = deployed('everything').find((it) => it.service === 'gateway-service');
    assert.deepEqual(aclsOf(userOf('my-group')), [
        `Read topic ${value('dungeontalk.log.topic')}`,
        'Read group my-group',
    ]);
    const { template } = deploymentOf('my-group').spec;
    assert.ok(reachesKafka(template.metadata.labels));
    const [{ env, envFrom }] = template.spec.containers;
    assert.deepEqual(
        env.map((it) => `${it.name} ${it.valueFrom.secretKeyRef.name}`),
        [
            'KAFKA_SSL_KEYSTORE_KEY my-group',
            'KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN my-group',
            'KAFKA_SSL_TRUSTSTORE_CERTIFICATES dungeontalk-cluster-ca-cert',
        ],
    );
    assert.ok(envFrom[0].configMapRef.name.startsWith('kafka-client'));
});

test('with a JWKS no service gets the secret, and each may fetch the keys', () => {
    const services = deployed('everything');
    assert.equal(services.length, SERVICES.length);
    for (const { environment, names } of services) {
        assert.match(environment.DUNGEONTALK_TOKEN_JWKS, /^https:/);
        assert.ok(!names.includes('DUNGEONTALK_TOKEN_SECRET'));
    }
    const { spec } = ofKind(all, 'NetworkPolicy').find((it) => it.metadata.name === 'token-keys');
    assert.deepEqual(spec.egress, [{ ports: [{ port: 443 }] }]);
});

test('the image of the tools is made from what is there', () => {
    assert.ok(existsSync(join(root, 'deploy/tools/src/main/docker/Dockerfile.jvm')));
    const images = deploymentOf('toolbox').spec.template.spec.containers.map((it) => it.image);
    const [, version] = /^ARG VERSION=(.*)$/m.exec(
        readFileSync(join(root, 'deploy/tools/src/main/docker/Dockerfile.jvm'), 'utf8'),
    );
    assert.deepEqual(images.slice(1), [`ghcr.io/dungeontalk/tools:${version}`]);
});
