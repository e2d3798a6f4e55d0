import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deployed } from './deployed.mjs';
import { objects, ofKind, overlays, root } from './render.mjs';
import { seconds, settingsOf } from './settings.mjs';

const WITH_INGRESS = overlays.filter((it) => ofKind(objects(it), 'Gateway').length > 0);
const ENVOY = WITH_INGRESS.filter((it) => it !== 'other-ingress');

const only = (overlay, kind, name) =>
    ofKind(objects(overlay), kind).find((it) => it.metadata.name === name);

/** After this silence the gateway pings a client, so no proxy sees a longer one. */
const PING = 25;

test('every ingress has a class, and its Gateway names the proxies’ settings that are there', () => {
    for (const overlay of WITH_INGRESS) {
        const { gatewayClassName, infrastructure } = ofKind(objects(overlay), 'Gateway')[0].spec;
        assert.equal(gatewayClassName, overlay === 'other-ingress' ? 'nginx' : 'envoy', overlay);
        const { group, kind, name } = infrastructure.parametersRef;
        assert.ok(only(overlay, kind, name)?.apiVersion.startsWith(`${group}/`), overlay);
    }
});

test('two of three proxies hold the connections of all gateways that there may be', () => {
    const most = Number(settingsOf('gateway-service').value('dungeontalk.limits.sessions'));
    for (const overlay of ENVOY) {
        const { maxReplicaCount } = only(overlay, 'ScaledObject', 'gateway-service').spec;
        const { replicas } = only(overlay, 'EnvoyProxy', 'dungeontalk').spec.provider.kubernetes
            .envoyDeployment;
        const { circuitBreaker } = only(overlay, 'BackendTrafficPolicy', 'players').spec;
        for (const limit of ['maxConnections', 'maxParallelRequests']) {
            assert.ok(
                circuitBreaker[limit] * (replicas - 1) >= most * maxReplicaCount,
                `${overlay}: ${limit}`,
            );
        }
    }
    const { workerConnections, kubernetes } = only('other-ingress', 'NginxProxy', 'dungeontalk').spec;
    assert.ok(kubernetes.deployment.replicas > 1);
    // A limit of nginx's configuration: with one worker a proxy holds half of it.
    assert.equal(workerConnections, 65535);
});

test('no proxy ends a WebSocket or a stream by time, or before the gateway has pinged its client', () => {
    for (const overlay of ENVOY) {
        for (const name of ['players', 'dashboard']) {
            const { timeout } = only(overlay, 'BackendTrafficPolicy', name).spec;
            assert.equal(timeout.http.requestTimeout, '0s', `${overlay}: ${name}`);
            assert.equal(timeout.http.maxStreamDuration, undefined, `${overlay}: ${name}`);
        }
        const { timeout } = only(overlay, 'ClientTrafficPolicy', 'dungeontalk').spec;
        assert.ok(seconds(timeout.http.streamIdleTimeout) > 2 * PING, overlay);
        assert.ok(seconds(timeout.http.requestHeadersReceivedTimeout) <= 10, overlay);
    }
    const { targetRefs, timeout } = only('other-ingress', 'ProxySettingsPolicy', 'players').spec;
    assert.deepEqual(
        targetRefs.map((it) => it.name),
        ['players', 'dashboard'],
    );
    assert.ok(seconds(timeout.read) > 2 * PING && seconds(timeout.send) > 2 * PING);
});

test('Envoy sends a room’s players to one gateway by the parameter that the page sends', () => {
    const router = readFileSync(join(root, 'deploy/local/ingress/haproxy.cfg'), 'utf8');
    const [, parameter] = /url_param\((\w+)\)/.exec(router);
    for (const overlay of ENVOY) {
        const { loadBalancer, targetRefs } = only(overlay, 'BackendTrafficPolicy', 'players').spec;
        assert.deepEqual(loadBalancer.consistentHash.queryParams, [{ name: parameter }], overlay);
        assert.deepEqual(targetRefs.map((it) => `${it.kind} ${it.name}`), ['HTTPRoute players']);
    }
});

test('the player’s address is what the proxy saw, and gateways trust the proxies only', () => {
    for (const overlay of WITH_INGRESS) {
        const service = objects(overlay)
            .filter((it) => ['EnvoyProxy', 'NginxProxy'].includes(it.kind))
            .map(({ spec }) => spec.kubernetes?.service ?? spec.provider.kubernetes.envoyService);
        assert.deepEqual(
            service.map((it) => it.externalTrafficPolicy),
            ['Local'],
            overlay,
        );
        const gateway = deployed(overlay).find((it) => it.service === 'gateway-service');
        const { environment } = gateway;
        assert.equal(environment.QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING, 'true', overlay);
        assert.ok(environment.QUARKUS_HTTP_PROXY_TRUSTED_PROXIES, overlay);
    }
    for (const overlay of ENVOY) {
        const { headers } = only(overlay, 'ClientTrafficPolicy', 'dungeontalk').spec;
        assert.deepEqual(
            headers.earlyRequestHeaders.remove,
            ['X-Forwarded-For', 'Forwarded'],
            overlay,
        );
    }
});

test('no proxy logs the query of a request, where tokens are', () => {
    for (const overlay of ENVOY) {
        const { settings } = only(overlay, 'EnvoyProxy', 'dungeontalk').spec.telemetry.accessLog;
        assert.equal(settings.length, 1, overlay);
        const fields = Object.values(settings[0].format.json);
        assert.ok(fields.some((it) => it.startsWith('%REQ_WITHOUT_QUERY(')), overlay);
        const others = fields.filter((it) => /%(REQ|PATH|ORIGINAL_PATH|QUERY_PARAMS?)\b/.test(it));
        assert.deepEqual(others, ['%REQ(:METHOD)%'], overlay);
    }
    const { format } = only('other-ingress', 'NginxProxy', 'dungeontalk').spec.logging.accessLog;
    assert.match(format, /\$uri /);
    assert.doesNotMatch(format, /\$(request|request_uri|args|query_string|http_referer)\b/);
});

/** Where each ingress's proxies run, and their labels. */
const proxiesOf = (overlay) =>
    overlay === 'other-ingress'
        ? { podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'dungeontalk' } } }
        : {
              namespaceSelector: {
                  matchLabels: { 'kubernetes.io/metadata.name': 'envoy-gateway-system' },
              },
              podSelector: {
                  matchLabels: {
                      'gateway.envoyproxy.io/owning-gateway-name': 'dungeontalk',
                  },
              },
          };

test('only the Gateway’s own proxies are let in, wherever they run', () => {
    for (const overlay of WITH_INGRESS) {
        const policies = ofKind(objects(overlay), 'NetworkPolicy');
        const letIn = policies.filter((it) => it.metadata.name !== 'proxies').flatMap((policy) =>
            (policy.spec.ingress ?? [])
                .filter((rule) => rule.ports?.some((it) => it.port === 'http'))
                .map((rule) => [policy.metadata.name, rule.from]),
        );
        const others = ['load-to-gateways', 'room-router-to-gateways', 'toolbox-to-persistence'];
        assert.deepEqual(
            letIn.filter(([name]) => !others.includes(name)),
            [['from-ingress', [proxiesOf(overlay)]]],
            overlay,
        );
        const [{ spec }] = policies.filter((it) => it.metadata.name === 'from-ingress');
        assert.deepEqual(
            spec.podSelector.matchExpressions[0].values,
            ['gateway', 'consumer', 'room-router'],
            overlay,
        );
        const namespaces = JSON.stringify(policies).includes('"kubernetes.io/metadata.name":"ingress"');
        assert.ok(!namespaces, `${overlay}: a namespace that no ingress has`);
    }
});

test('proxies in the Gateway’s own namespace have a way in, a way to the services and one to their controller', () => {
    const { spec } = only('other-ingress', 'NetworkPolicy', 'proxies');
    assert.deepEqual(spec.podSelector, proxiesOf('other-ingress').podSelector);
    const { listeners } = ofKind(objects('other-ingress'), 'Gateway')[0].spec;
    const open = spec.ingress[0].ports.map((it) => it.port);
    assert.deepEqual(open, [...new Set(listeners.map((it) => it.port))].sort((a, b) => a - b));
    const ports = deployed('other-ingress').map((it) => Number(it.value('quarkus.http.port')));
    assert.deepEqual(
        spec.egress[0].ports.map((it) => it.port),
        ports.sort(),
    );
    assert.equal(spec.egress.length, 2);
});
