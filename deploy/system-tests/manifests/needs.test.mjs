import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { stringify } from 'yaml';
import { found, objects, ofKind, root } from './render.mjs';

const script = join(root, 'deploy/kubernetes/check-needs');
const folder = mkdtempSync(join(tmpdir(), 'needs-'));
after(() => rmSync(folder, { recursive: true }));

/** Stands for kubectl and a cluster that has everything but what matches LACKS. Writes down what it is asked. */
const KUBECTL = `#!/usr/bin/env bash
echo "$*" >> "$ASKED"
case $1 in
  kustomize) cat "$RENDERED"; exit ;;
  version)
    [[ -n \${NO_CLUSTER:-} ]] && exit 1
    printf '{\\n "clientVersion": {\\n  "minor": "99"\\n },\\n "serverVersion": {\\n  "major": "1",\\n  "minor": "%s"\\n }\\n}\\n' "\${MINOR:-33}"
    exit ;;
esac
[[ -n \${LACKS:-} && "$*" =~ $LACKS ]] && exit 1
case "$*" in
  *storageclass*) echo '{"annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}' ;;
  *prometheuses*) echo '{"podMonitorSelector": {"matchLabels": {"release": "kube-prometheus-stack"}}}' ;;
  *) echo there ;;
esac
`;
writeFileSync(join(folder, 'kubectl'), KUBECTL, { mode: 0o755 });

/** Runs the script against such a cluster. */
function check(overlay, cluster = {}) {
    const asked = join(folder, 'asked');
    const rendered = join(folder, 'rendered');
    writeFileSync(asked, '');
    writeFileSync(rendered, objects(overlay).map((it) => stringify(it)).join('---\n'));
    const env = {
        ...process.env,
        PATH: `${folder}:${process.env.PATH}`,
        ASKED: asked,
        RENDERED: rendered,
        ...cluster,
    };
    const { status, stdout, stderr } = spawnSync(script, [overlay], { env, encoding: 'utf8' });
    const missing = stdout.match(/^missing .*$/gm) ?? [];
    return { status, stdout, stderr, missing, asked: readFileSync(asked, 'utf8').trim().split('\n') };
}

test('a cluster that has everything lacks nothing, for any overlay', () => {
    for (const overlay of ['kind', 'production', 'region-a']) {
        const { status, stdout, missing } = check(overlay);
        assert.deepEqual(missing, [], overlay);
        assert.equal(status, 0, stdout);
        assert.ok(stdout.endsWith(`Nothing is missing for overlay ${overlay}.\n`), stdout);
    }
});

test('it only reads', () => {
    const verbs = check('region-a').asked.map((line) => line.replace(/^-n \S+ /, '').split(' ')[0]);
    assert.deepEqual([...new Set(verbs)].sort(), ['get', 'kustomize', 'version']);
});

test('it asks for every group of kinds, every secret and every namespace that the overlay names', () => {
    const all = objects('region-a');
    const asked = check('region-a').asked.join('\n');
    const groups = all.map((it) => it.apiVersion).filter((it) => it.includes('/'));
    const secrets = ofKind(all, 'Deployment')
        .flatMap((it) => it.spec.template.spec.containers)
        .flatMap((it) => it.env ?? [])
        .flatMap((it) => it.valueFrom?.secretKeyRef?.name ?? [])
        .filter((name) => /^(dungeontalk-token|postgres-)/.test(name));
    const policies = JSON.stringify(ofKind(all, 'NetworkPolicy'));
    const namespaces = [...policies.matchAll(/"kubernetes.io\/metadata.name":"([^"]+)"/g)].map(([, it]) => it);
    const watched = ofKind(all, 'PodMonitor').flatMap((it) => it.spec.namespaceSelector?.matchNames ?? []);
    assert.ok(watched.length > 0);
    for (const part of [
        ...groups.map((it) => `/apis/${it}`),
        ...secrets.map((it) => `get secret ${it} `),
        ...[...namespaces, ...watched].map((it) => `get namespace ${it}`),
    ]) {
        assert.ok(asked.includes(part), part);
    }
});

const LACKING = [
    ['apis/kafka.strimzi.io', 'Strimzi'],
    ['apis/keda.sh', 'KEDA'],
    ['apis/gateway.envoyproxy.io', 'Envoy Gateway'],
    ['apis/metrics.k8s.io', 'metrics-server'],
    ['apis/barmancloud', 'Barman'],
    ['objectstores', 'ObjectStore'],
    ['gatewayclass', 'GatewayClass envoy'],
    ['secret dungeontalk-token', 'secret dungeontalk-token'],
    ['secret dungeontalk-tls', 'cert-manager'],
    ['kube-dns', 'DNS'],
    ['namespace keda', 'namespace keda'],
    ['prometheuses', 'release=kube-prometheus-stack'],
    ['storageclass', 'StorageClass'],
    ['get nodes', 'zone'],
];

test('each thing that a cluster lacks is named, and what to do about it', () => {
    for (const [lacks, named] of LACKING) {
        const { status, stdout, missing } = check('production', { LACKS: lacks });
        assert.equal(status, 1, `${lacks}\n${stdout}`);
        assert.equal(missing.length, 1, `${lacks}\n${missing.join('\n')}`);
        assert.ok(missing[0].includes(named) && /: \S/.test(missing[0]), missing[0]);
    }
});

test('an old cluster is told from a new client', () => {
    const { status, missing } = check('production', { MINOR: '29' });
    assert.equal(status, 1);
    assert.match(missing.join(), /Kubernetes 1.30/);
});

test('without a cluster, and for an overlay that there is not, it says so', () => {
    const { status, stderr } = check('production', { NO_CLUSTER: 'yes' });
    assert.equal(status, 2);
    assert.match(stderr, /No cluster answers/);
    const wrong = spawnSync(script, ['produktion'], { encoding: 'utf8' });
    assert.equal(wrong.status, 2);
    assert.match(wrong.stderr, /one of: kind production region-a region-b/);
    const help = spawnSync(script, ['--help'], { encoding: 'utf8' });
    assert.equal(help.status, 0);
    assert.match(help.stdout, /It only reads[\s\S]*Usage: check-needs/);
});

test(
    'shellcheck finds nothing',
    { skip: found('shellcheck') || process.env.CI ? false : 'shellcheck is missing: apt-get install shellcheck' },
    () => {
        const { status, stdout } = spawnSync('shellcheck', [script], { encoding: 'utf8' });
        assert.equal(status, 0, stdout);
    },
);
