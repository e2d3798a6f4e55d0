import { named, ofKind } from './render.mjs';

const RESTRICTED = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true };

/** The containers of a Deployment or Job, init containers too. */
export const containersOf = ({ spec }) => [
    ...(spec.template.spec.initContainers ?? []),
    ...spec.template.spec.containers,
];

function* containerRules(container) {
    const { resources = {}, securityContext = {} } = container;
    if (!resources.requests?.cpu || !resources.requests?.memory || !resources.limits?.memory) {
        yield 'says what cpu and memory it requests and its limit of memory';
    }
    for (const [name, value] of Object.entries(RESTRICTED)) {
        if (securityContext[name] !== value) {
            yield `has securityContext.${name} ${value}`;
        }
    }
    if (!securityContext.capabilities?.drop?.includes('ALL')) {
        yield 'has no capability';
    }
    if (!/^[^:@]+(\/[^:@]+)*(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/.test(container.image)) {
        yield `names the version of its image: ${container.image}`;
    }
    for (const { name, value } of container.env ?? []) {
        if (value !== undefined && /SECRET|PASSWORD|_KEY$|CERTIFICATE/.test(name)) {
            yield `takes ${name} from a secret`;
        }
    }
}

function* probeRules(container) {
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
        if (!container[probe]?.httpGet && !container[probe]?.tcpSocket) {
            yield `has a ${probe}`;
        }
    }
    const [live, ready] = [container.livenessProbe, container.readinessProbe];
    if (JSON.stringify(live?.httpGet) === JSON.stringify(ready?.httpGet)) {
        yield 'is not taken for dead because it is not ready';
    }
}

function* podRules(owner) {
    const pod = owner.spec.template.spec;
    if (
        pod.securityContext?.runAsNonRoot !== true ||
        pod.securityContext?.seccompProfile?.type !== 'RuntimeDefault'
    ) {
        yield 'runs as non-root under the runtime’s seccomp profile';
    }
    if (pod.automountServiceAccountToken !== false) {
        yield 'has no token of the API server';
    }
    if (pod.enableServiceLinks !== false) {
        yield 'takes no settings from the names of services';
    }
    for (const container of containersOf(owner)) {
        for (const rule of containerRules(container)) {
            yield `container ${container.name} ${rule}`;
        }
    }
}

function* deploymentRules(deployment, all) {
    yield* podRules(deployment);
    const { template, strategy, replicas } = deployment.spec;
    const pod = template.spec;
    const labels = template.metadata.labels;
    const chosenBy = (selector) =>
        Object.entries(selector ?? { none: 'chosen' }).every(
            ([name, value]) => labels[name] === value,
        );
    const spread = (pod.topologySpreadConstraints ?? [])
        .filter((it) => chosenBy(it.labelSelector?.matchLabels))
        .map((it) => it.topologyKey);
    if (
        !spread.includes('topology.kubernetes.io/zone') ||
        !spread.includes('kubernetes.io/hostname')
    ) {
        yield 'is spread over zones and nodes';
    }
    if (strategy?.rollingUpdate?.maxUnavailable !== 0) {
        yield 'is updated without one being away';
    }
    const budgets = ofKind(all, 'PodDisruptionBudget').filter((it) =>
        chosenBy(it.spec.selector.matchLabels),
    );
    if (budgets.length !== 1 || budgets[0].spec.maxUnavailable !== 1) {
        yield 'has a PodDisruptionBudget that lets one pod go at a time';
    }
    if (budgets[0]?.spec.unhealthyPodEvictionPolicy !== 'AlwaysAllow') {
        yield 'does not block a node drain by pods that are not ready';
    }
    const scaler = ofKind(all, 'ScaledObject').find(
        (it) => it.spec.scaleTargetRef.name === deployment.metadata.name,
    );
    if ((scaler === undefined) !== (replicas !== undefined)) {
        yield 'says how many there are, or is scaled, and not both';
    }
    if (
        scaler &&
        !(
            scaler.spec.minReplicaCount >= 1 &&
            scaler.spec.maxReplicaCount > scaler.spec.minReplicaCount
        )
    ) {
        yield 'is scaled between bounds, and never to nothing';
    }
    for (const container of containersOf(deployment)) {
        for (const rule of probeRules(container)) {
            yield `container ${container.name} ${rule}`;
        }
    }
}

/** Whether a person uses the pods, and no other program does. */
const isForPeople = ({ spec }) =>
    spec.template.metadata.labels['app.kubernetes.io/component'] === 'toolbox';

function* peopleRules(deployment) {
    yield* podRules(deployment);
    if (deployment.spec.replicas !== 0) {
        yield 'runs only while somebody needs it';
    }
}

function* jobRules(job) {
    yield* podRules(job);
    const { backoffLimit, ttlSecondsAfterFinished, template } = job.spec;
    if (backoffLimit !== 0 || template.spec.restartPolicy !== 'Never') {
        yield 'runs once';
    }
    if (!(ttlSecondsAfterFinished > 0)) {
        yield 'is removed some time after its end';
    }
}

function* objectRules(object, all) {
    if (object.kind === 'Deployment') {
        yield* isForPeople(object) ? peopleRules(object) : deploymentRules(object, all);
    }
    if (object.kind === 'Job') {
        yield* jobRules(object);
    }
    if (
        object.kind === 'Cluster' &&
        object.spec.postgresql.parameters.log_parameter_max_length !== '0'
    ) {
        yield 'logs slow statements without their values';
    }
    if (object.kind === 'Secret') {
        yield 'is not made here: secrets are referred to';
    }
    if (object.kind === 'Service') {
        const chosen = ofKind(all, 'Deployment').filter((it) =>
            Object.entries(object.spec.selector).every(
                ([name, value]) => it.spec.template.metadata.labels[name] === value,
            ),
        );
        const ports = chosen.flatMap((it) =>
            containersOf(it).flatMap((container) => container.ports.map((port) => port.name)),
        );
        if (
            chosen.length !== 1 ||
            !object.spec.ports.every((port) => ports.includes(port.targetPort))
        ) {
            yield 'leads to named ports of one deployment';
        }
    }
    if (/\blocal-[a-z0-9-]*(key|secret|develop)/i.test(JSON.stringify(object))) {
        yield 'holds no key for development';
    }
}

/** The rules of the house that the objects of an overlay break, one line for each. */
export function broken(all) {
    return all.flatMap((object) =>
        [...objectRules(object, all)].map((rule) => `${named(object)}: ${rule}`),
    );
}
