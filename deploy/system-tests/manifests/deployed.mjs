import { objects, ofKind, overlays } from './render.mjs';
import { settingsOf } from './settings.mjs';

/** The services, each a folder of the project. */
export const SERVICES = ['gateway-service', 'persistence-service', 'analytics-service'];

/** What each service reads and writes, by the settings that name it. */
export const TOPICS = {
    'gateway-service': {
        reads: [
            'dungeontalk.log.topic',
            'dungeontalk.presence.topic',
            'dungeontalk.moderation.topic',
            'dungeontalk.moderation.revocations-topic',
        ],
        writes: [
            'mp.messaging.outgoing.game-messages.topic',
            'mp.messaging.outgoing.presence.topic',
        ],
        groups: [],
    },
    'persistence-service': {
        reads: [
            'mp.messaging.incoming.game-messages.topic',
            'dungeontalk.token.revocations-topic',
        ],
        writes: [
            'mp.messaging.outgoing.dead-letters.topic',
            'mp.messaging.outgoing.erasures.topic',
        ],
        groups: ['mp.messaging.incoming.game-messages.group.id'],
    },
    'analytics-service': {
        reads: [
            'dungeontalk.log.topic',
            'dungeontalk.log.erasures',
            'dungeontalk.token.revocations-topic',
        ],
        writes: [
            'mp.messaging.outgoing.dead-letters.topic',
            'dungeontalk.log.alerts',
            'dungeontalk.log.moderation',
        ],
        groups: ['dungeontalk.log.group'],
    },
};

/** Each once, in order. */
export const sorted = (values) => [...new Set(values)].sort();

/** The services as an overlay deploys them. */
export function deployed(overlay) {
    const all = objects(overlay);
    const maps = new Map(ofKind(all, 'ConfigMap').map((map) => [map.metadata.name, map.data]));
    const ours = ofKind(all, 'Deployment').filter((it) =>
        SERVICES.includes(it.spec.template.spec.containers[0].name),
    );
    return ours.map((deployment) => {
        const pod = deployment.spec.template.spec;
        const [container] = pod.containers;
        const fromMaps = Object.assign(
            {},
            ...container.envFrom.map((it) => maps.get(it.configMapRef.name)),
        );
        const plain = Object.fromEntries(
            container.env.filter((it) => it.value !== undefined).map((it) => [it.name, it.value]),
        );
        const secrets = container.env.filter((it) => it.valueFrom?.secretKeyRef);
        const service = container.name;
        const settings = settingsOf(service);
        const environment = { ...fromMaps, ...plain };
        return {
            all,
            deployment,
            pod,
            container,
            service,
            settings,
            environment,
            secrets,
            user: secrets.find((it) => it.name === 'KAFKA_SSL_KEYSTORE_KEY').valueFrom.secretKeyRef
                .name,
            value: (property) => settings.value(property, environment),
            names: [...Object.keys(environment), ...secrets.map((it) => it.name)],
        };
    });
}

/** Checks every deployment of every overlay. */
export const each = (check) =>
    overlays.forEach((overlay) =>
        deployed(overlay).forEach((it) => check(it, `${overlay}: ${it.deployment.metadata.name}`)),
    );

/** A user's rights, a line each; a prefix ends with a star. */
export const aclsOf = (user) =>
    user.spec.authorization.acls.flatMap(({ resource, operations }) =>
        operations.map(
            (operation) =>
                `${operation} ${resource.type} ${resource.name}${resource.patternType === 'literal' ? '' : '*'}`,
        ),
    );
