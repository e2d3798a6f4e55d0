import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
    compose,
    composed,
    containerOf,
    folder,
    kind,
    mebibytes,
    script,
    topicsOf,
} from './compose.mjs';
import { SERVICES } from './deployed.mjs';
import { ofKind, root } from './render.mjs';
import { variable } from './settings.mjs';

const file = compose();
const [kafka] = ofKind(kind, 'Kafka');
const [postgres] = ofKind(kind, 'Cluster');
const pom = readFileSync(join(root, 'pom.xml'), 'utf8');
const version = (name) => new RegExp(`<${name}>([^<]+)</${name}>`).exec(pom)[1];
const each = (check) =>
    SERVICES.forEach((service) => check({ service, ...composed(file, service) }));

test('Kafka and PostgreSQL are of the versions that the tests run', () => {
    const tags = Object.fromEntries(
        Object.entries(file.services).map(([name, { image }]) => [name, image.split(':')[1]]),
    );
    const database = version('postgres-binaries.version').replace(/\.0$/, '');
    assert.equal(tags.kafka, version('kafka.version'));
    assert.equal(tags.topics, tags.kafka);
    assert.equal(tags.postgres, database);
    assert.equal(tags.keys, database);
});

test('the images are those of the base, built from the Dockerfiles', () => {
    each(({ service, container }) => {
        assert.equal(container.image, containerOf(service).image);
        const { context, dockerfile } = container.build;
        assert.equal(join(folder, context), join(root, service));
        assert.ok(existsSync(join(folder, context, dockerfile)), `${service}: ${dockerfile}`);
    });
});

test('memory is that of the overlay kind', () => {
    each(({ service, container }) =>
        assert.equal(
            mebibytes(container.mem_limit),
            mebibytes(containerOf(service).resources.limits.memory),
        ),
    );
    const [broker] = ofKind(kind, 'KafkaNodePool');
    const { kafka: composedKafka, postgres: composedPostgres } = file.services;
    assert.equal(
        mebibytes(composedKafka.mem_limit),
        mebibytes(broker.spec.resources.limits.memory),
    );
    assert.equal(
        composedKafka.environment.KAFKA_HEAP_OPTS,
        Object.entries(broker.spec.jvmOptions)
            .map(([flag, size]) => flag + size)
            .join(' '),
    );
    assert.equal(
        mebibytes(composedPostgres.mem_limit),
        mebibytes(postgres.spec.resources.limits.memory),
    );
});

test('Kafka has the configuration of the overlay kind', () => {
    const { environment } = file.services.kafka;
    const expected = Object.entries(kafka.spec.kafka.config).map(([name, value]) => [
        `KAFKA_${variable(name)}`,
        String(value),
    ]);
    const own = [
        'HEAP',
        'NODE',
        'PROCESS',
        'CONTROLLER',
        'LISTENER',
        'LISTENERS',
        'ADVERTISED',
        'INTER',
        'LOG',
    ];
    const given = Object.entries(environment).filter(([name]) => !own.includes(name.split('_')[1]));
    assert.deepEqual(Object.fromEntries(given), Object.fromEntries(expected));
    assert.ok(file.services.kafka.volumes.includes(`kafka:${environment.KAFKA_LOG_DIRS}`));
    const listeners = Object.fromEntries(
        environment.KAFKA_ADVERTISED_LISTENERS.split(',').map((it) => it.split('://')),
    );
    const address = listeners[environment.KAFKA_INTER_BROKER_LISTENER_NAME];
    each((it) => assert.equal(it.environment.KAFKA_BOOTSTRAP_SERVERS, address));
    assert.equal(file.services.topics.entrypoint.at(-1), address);
    assert.equal(
        `127.0.0.1:${listeners.OUTSIDE.split(':')[1]}`,
        file.services.kafka.ports[0].replace(/:\d+$/, ''),
    );
});

test('the topics are those of the overlay kind', () => {
    const expected = ofKind(kind, 'KafkaTopic').map(({ metadata, spec }) => {
        assert.equal(spec.replicas, 1);
        const { 'min.insync.replicas': insync, ...config } = spec.config;
        assert.equal(insync, 1);
        return {
            name: metadata.name,
            partitions: spec.partitions,
            config: Object.fromEntries(
                Object.entries(config).map(([name, value]) => [name, String(value)]),
            ),
        };
    });
    const inOrder = (topics) => topics.sort((one, other) => one.name.localeCompare(other.name));
    assert.deepEqual(inOrder(topicsOf(script('topics.sh'))), inOrder(expected));
});

test('PostgreSQL has the database, roles and schemas of the overlay kind', () => {
    const [database] = ofKind(kind, 'Database');
    const { environment, command, volumes } = file.services.postgres;
    assert.equal(environment.POSTGRES_DB, database.spec.name);
    assert.equal(environment.POSTGRES_USER, database.spec.owner);
    const [, roles] = /for role in ([a-z ]+);/.exec(script('roles.sh'));
    assert.deepEqual(
        roles.split(' '),
        postgres.spec.managed.roles.map((it) => it.name),
    );
    assert.deepEqual(
        roles.split(' '),
        database.spec.schemas.map((it) => it.name),
    );
    assert.deepEqual(command, ['postgres', '-c', 'log_parameter_max_length=0']);
    assert.ok(volumes.includes('./roles.sh:/docker-entrypoint-initdb.d/roles.sh:ro'));
    const address = `postgresql://postgres:5432/${environment.POSTGRES_DB}`;
    for (const { service, environment: of, value } of SERVICES.slice(1).map((it) => ({
        service: it,
        ...composed(file, it),
    }))) {
        assert.equal(of.QUARKUS_DATASOURCE_REACTIVE_URL, address, service);
        assert.equal(of.QUARKUS_DATASOURCE_JDBC_URL, `jdbc:${address}`, service);
        assert.equal(
            of.QUARKUS_DATASOURCE_USERNAME,
            value('quarkus.flyway.default-schema'),
            service,
        );
    }
});
