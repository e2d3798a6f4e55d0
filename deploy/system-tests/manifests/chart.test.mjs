import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { parse } from 'yaml';
import { chart, helmIsThere, rendered } from './chart.mjs';
import { SERVICES, sorted } from './deployed.mjs';
import { broken } from './house.mjs';
import { modelErrors } from './models.mjs';
import { named, objects, ofKind } from './render.mjs';
import { settingsOf } from './settings.mjs';

const skip =
    !helmIsThere && process.env.CI === undefined
        ? 'no Helm: mvn -DskipTests package -pl deploy/system-tests -am'
        : false;

/** Each value that can be another one, with another one. */
const OTHERWISE = {
    images: {
        registry: 'registry.example.org/games',
        tag: '1.2.3',
        pullPolicy: 'Always',
        pullSecrets: ['one', 'two'],
    },
    token: { secretName: '', jwks: 'https://id.example.org/jwks' },
    kafka: {
        bootstrapServers: 'kafka-1:9092,kafka-2:9092',
        tls: false,
        settings: { KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512' },
        settingsSecretName: 'kafka-login',
    },
    postgres: { host: 'db.example.org', port: 5433, database: 'game', tls: false },
    gateway: {
        replicas: 3,
        cpu: '2',
        memory: '2Gi',
        settings: {
            QUARKUS_HTTP_CORS_ORIGINS: 'https://play.example.org',
            DUNGEONTALK_LOG_PARTITIONS: '12',
        },
    },
    persistence: {
        replicas: 4,
        databaseSecretName: 'history',
        settings: { JDK_JAVA_OPTIONS: '-Xmx1g' },
    },
    analytics: { replicas: 5, databaseSecretName: 'activity' },
};

/** Values that Helm must refuse, each with a word of the place that is wrong. */
const REFUSED = [
    ['replicas', { gateway: { replicas: 0 } }],
    ['replicaz', { gateway: { replicaz: 2 } }],
    ['gatway', { gatway: {} }],
    ['memory', { analytics: { memory: '1 GB' } }],
    ['cpu', { persistence: { cpu: 1 } }],
    ['tag', { images: { tag: 'latest' } }],
    ['token', { token: { jwks: 'https://id.example.org/jwks' } }],
    ['token', { token: { secretName: '' } }],
    ['bootstrapServers', { kafka: { bootstrapServers: 'kafka' } }],
    ['propertyName', { kafka: { settings: { KAFKA_SASL_JAAS_CONFIG: 'x' } } }],
    ['port', { postgres: { port: '5432' } }],
    ['propertyName', { gateway: { settings: { DUNGEONTALK_TOKEN_SECRET: 'x' } } }],
    ['settings', { gateway: { settings: { DUNGEONTALK_LOG_PARTITIONS: 30 } } }],
    ['databaseSecretName', { persistence: { databaseSecretName: '' } }],
];

/** Values of which the first changes no setting, the second one of a service, the third one of all. */
const CHANGED = [
    { gateway: { replicas: 3 } },
    { gateway: { settings: { DUNGEONTALK_LOG_REGION: 'region-a' } } },
    { kafka: { bootstrapServers: 'other:9093' } },
];

let standard;
let otherwise;
let others;
let lint;

before(() => {
    if (!skip) {
        const sets = [{}, OTHERWISE, ...CHANGED, ...REFUSED.map(([, values]) => values)];
        const answer = rendered(sets);
        [standard, otherwise, ...others] = answer.results;
        lint = answer.lint;
    }
});

/** An object without what stands in a stated difference. */
function compared(object) {
    const text = JSON.stringify(object)
        // Kustomize names a ConfigMap by its contents; the chart has an annotation, with which a change restarts the pods too.
        .replace(/"((?:kafka-client|postgres-client|[a-z]+-service))-[a-z0-9]{10}"/g, '"$1"');
    const copy = JSON.parse(text);
    if (copy.kind === 'Deployment') {
        const { metadata } = copy.spec.template;
        delete metadata.annotations?.['checksum/settings'];
        if (Object.keys(metadata.annotations ?? {}).length === 0) {
            delete metadata.annotations;
        }
    }
    return copy;
}

test(
    'with its own values the chart is deploy/kubernetes/base, but for the namespace',
    { skip },
    () => {
        const byName = (all) => Object.fromEntries(all.map(compared).map((it) => [named(it), it]));
        const base = objects('base').filter((it) => it.kind !== 'Namespace');
        assert.equal(base.length, 17);
        assert.deepEqual(byName(standard.objects), byName(base));
        assert.equal(standard.objects.length, base.length);
    },
);

test('Helm’s linter finds nothing', { skip }, () => {
    assert.equal(lint, undefined);
});

test('what is rendered is valid, and keeps the rules of the house', { skip }, async () => {
    for (const result of [standard, otherwise]) {
        assert.equal(result.refusal, undefined);
        assert.deepEqual((await modelErrors(result.objects)).flat(), []);
        assert.deepEqual(broken(result.objects), []);
    }
});

test('every value has an effect', { skip }, () => {
    const maps = Object.fromEntries(
        ofKind(otherwise.objects, 'ConfigMap').map((it) => [it.metadata.name, it.data]),
    );
    assert.deepEqual(maps['kafka-client'], {
        KAFKA_BOOTSTRAP_SERVERS: 'kafka-1:9092,kafka-2:9092',
        ...OTHERWISE.kafka.settings,
    });
    assert.deepEqual(maps['postgres-client'], {
        QUARKUS_DATASOURCE_JDBC_URL: 'jdbc:postgresql://db.example.org:5433/game',
        QUARKUS_DATASOURCE_REACTIVE_URL: 'postgresql://db.example.org:5433/game',
    });
    assert.deepEqual(maps['gateway-service'], {
        JDK_JAVA_OPTIONS: '-XX:MaxRAMPercentage=50',
        ...OTHERWISE.gateway.settings,
    });
    assert.deepEqual(maps['persistence-service'], OTHERWISE.persistence.settings);
    for (const service of SERVICES) {
        const { spec } = ofKind(otherwise.objects, 'Deployment').find(
            (it) => it.metadata.name === service,
        );
        const pod = spec.template.spec;
        const [container] = pod.containers;
        const values = OTHERWISE[service.replace('-service', '')];
        assert.equal(spec.replicas, values.replicas);
        assert.equal(container.image, `registry.example.org/games/${service}:1.2.3`);
        assert.equal(container.imagePullPolicy, 'Always');
        assert.deepEqual(
            container.envFrom.flatMap((it) => it.secretRef?.name ?? []),
            ['kafka-login'],
        );
        assert.deepEqual(pod.imagePullSecrets, [{ name: 'one' }, { name: 'two' }]);
        assert.deepEqual(
            container.env.filter((it) => it.value).map(({ name, value }) => `${name} ${value}`),
            ['DUNGEONTALK_TOKEN_JWKS https://id.example.org/jwks'],
        );
        const secrets = container.env.flatMap((it) => it.valueFrom?.secretKeyRef.name ?? []);
        assert.deepEqual(
            sorted(secrets),
            values.databaseSecretName ? [values.databaseSecretName] : [],
        );
        assert.deepEqual(
            pod.volumes.map((it) => it.name),
            ['tmp'],
        );
        assert.deepEqual(
            container.volumeMounts.map((it) => it.name),
            ['tmp'],
        );
    }
    const gateway = ofKind(otherwise.objects, 'Deployment').find(
        (it) => it.metadata.name === 'gateway-service',
    ).spec.template.spec.containers[0];
    assert.deepEqual(gateway.resources, {
        requests: { cpu: '2', memory: '2Gi' },
        limits: { memory: '2Gi' },
    });
});

test('changed settings restart the pods, and nothing else does', { skip }, () => {
    const sums = (result) =>
        Object.fromEntries(
            ofKind(result.objects, 'Deployment').map(({ metadata, spec }) => [
                metadata.name,
                spec.template.metadata.annotations['checksum/settings'],
            ]),
        );
    const first = sums(standard);
    const [same, gateway, kafka] = CHANGED.map((_, index) => sums(others[index]));
    const changed = (now) => SERVICES.filter((it) => now[it] !== first[it]);
    assert.deepEqual(changed(same), []);
    assert.deepEqual(changed(gateway), ['gateway-service']);
    assert.deepEqual(changed(kafka), SERVICES);
});

test('wrong values are refused, and Helm says where', { skip }, () => {
    const refused = others.slice(CHANGED.length);
    for (const [index, [word, values]] of REFUSED.entries()) {
        const { refusal = 'rendered' } = refused[index];
        assert.match(refusal, new RegExp(word), JSON.stringify(values));
    }
});

test('the schema knows each value there is, and no other', () => {
    const read = (name) => readFileSync(join(chart, name), 'utf8');
    const schema = JSON.parse(read('values.schema.json'));
    const visit = (values, at, path) => {
        const place = at.$ref ? schema.definitions[at.$ref.split('/').at(-1)] : at;
        if (place.properties === undefined) {
            return;
        }
        assert.equal(place.additionalProperties, false, path);
        const names = Object.keys(place.properties).filter((it) => it !== 'global');
        assert.deepEqual(sorted(names), sorted(Object.keys(values)), path);
        assert.deepEqual(sorted(place.required), sorted(names), path);
        names.forEach((name) => visit(values[name], place.properties[name], `${path}/${name}`));
    };
    visit(parse(read('values.yaml')), schema, '');
});

test('the settings of the tests are settings that the services have', () => {
    for (const service of SERVICES) {
        const { settings = {} } = OTHERWISE[service.replace('-service', '')];
        const known = settingsOf(service);
        const names = Object.keys(settings).filter((it) => it !== 'JDK_JAVA_OPTIONS');
        assert.deepEqual(
            names.filter((it) => !known.knows(it)),
            [],
        );
    }
});
