import assert from 'node:assert/strict';
import { test } from 'node:test';
import { broken } from './house.mjs';
import { applied, objects } from './render.mjs';

for (const overlay of applied) {
    test(`${overlay} keeps the rules of the house`, () => {
        assert.deepEqual(broken(objects(overlay)), []);
    });
}

/** Things that may not be left out or done, each with the rule that says so. */
const WRONGS = [
    ['memory', (it) => delete container(it).resources.limits.memory],
    ['startupProbe', (it) => delete container(it).startupProbe],
    ['readinessProbe', (it) => delete container(it).readinessProbe],
    ['livenessProbe', (it) => delete container(it).livenessProbe],
    [
        'taken for dead',
        (it) => {
            container(it).livenessProbe.httpGet.path = container(it).readinessProbe.httpGet.path;
        },
    ],
    [
        'readOnlyRootFilesystem',
        (it) => {
            container(it).securityContext.readOnlyRootFilesystem = false;
        },
    ],
    ['capability', (it) => delete container(it).securityContext.capabilities],
    [
        'version of its image',
        (it) => {
            container(it).image = 'ghcr.io/dungeontalk/gateway-service';
        },
    ],
    [
        'version of its image',
        (it) => {
            container(it).image = 'ghcr.io/dungeontalk/gateway-service:latest';
        },
    ],
    [
        'DUNGEONTALK_TOKEN_SECRET',
        (it) => {
            container(it).env = [{ name: 'DUNGEONTALK_TOKEN_SECRET', value: 'x' }];
        },
    ],
    ['non-root', (it) => delete deployment(it).spec.template.spec.securityContext.runAsNonRoot],
    ['API server', (it) => delete deployment(it).spec.template.spec.automountServiceAccountToken],
    ['names of services', (it) => delete deployment(it).spec.template.spec.enableServiceLinks],
    ['spread', (it) => deployment(it).spec.template.spec.topologySpreadConstraints.pop()],
    [
        'without one being away',
        (it) => {
            deployment(it).spec.strategy.rollingUpdate.maxUnavailable = 1;
        },
    ],
    [
        'PodDisruptionBudget',
        (it) =>
            it.splice(
                it.findIndex((object) => object.kind === 'PodDisruptionBudget'),
                1,
            ),
    ],
    [
        'block a node drain',
        (it) => {
            delete it.find((object) => object.kind === 'PodDisruptionBudget').spec
                .unhealthyPodEvictionPolicy;
        },
    ],
    [
        'how many',
        (it) => {
            it.push({
                kind: 'ScaledObject',
                metadata: { name: 'x' },
                spec: { scaleTargetRef: { name: deployment(it).metadata.name } },
            });
        },
    ],
    [
        'without their values',
        (it) => {
            const database = it.find((object) => object.kind === 'Cluster');
            delete database.spec.postgresql.parameters.log_parameter_max_length;
        },
    ],
    ['secrets are referred to', (it) => it.push({ kind: 'Secret', metadata: { name: 'x' } })],
    [
        'named ports',
        (it) => {
            it.find((object) => object.kind === 'Service').spec.ports[0].targetPort = 'web';
        },
    ],
];

/** The same of a Job. */
const WRONGS_OF_A_JOB = [
    ['memory', (it) => delete container(it).resources.limits.memory],
    [
        'readOnlyRootFilesystem',
        (it) => {
            container(it).securityContext.readOnlyRootFilesystem = false;
        },
    ],
    ['non-root', (it) => delete job(it).spec.template.spec.securityContext.runAsNonRoot],
    ['API server', (it) => delete job(it).spec.template.spec.automountServiceAccountToken],
    ['names of services', (it) => delete job(it).spec.template.spec.enableServiceLinks],
    ['runs once', (it) => delete job(it).spec.backoffLimit],
    [
        'runs once',
        (it) => {
            job(it).spec.template.spec.restartPolicy = 'OnFailure';
        },
    ],
    ['removed', (it) => delete job(it).spec.ttlSecondsAfterFinished],
];

const job = (all) => all.find((object) => object.kind === 'Job');
const deployment = (all) => all.find((object) => object.kind === 'Deployment');
const container = (all) => (job(all) ?? deployment(all)).spec.template.spec.containers[0];

test('what breaks a rule is found', () => {
    for (const [overlay, wrongs] of [
        ['kind', WRONGS],
        ['load', WRONGS_OF_A_JOB],
    ]) {
        for (const [rule, wrong] of wrongs) {
            const all = objects(overlay);
            wrong(all);
            assert.ok(
                broken(all).some((line) => line.includes(rule)),
                `not found in ${overlay}: ${rule}`,
            );
        }
    }
});
