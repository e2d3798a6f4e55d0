import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { alertsOf, dashboardsOf, expressionsOf, metricsOf } from './observability.mjs';
import { found, objects, ofKind, root } from './render.mjs';

// A region has all alerts: those of production, and those of the mirror.
const all = objects('region-a');
const skip =
    !found('promtool') && process.env.CI === undefined
        ? 'promtool is missing: apt-get install prometheus'
        : false;

function withRules(check) {
    const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
    try {
        const groups = ofKind(all, 'PrometheusRule').flatMap((it) => it.spec.groups);
        writeFileSync(join(folder, 'rules.yaml'), stringify({ groups }));
        writeFileSync(
            join(folder, 'alerts.yaml'),
            readFileSync(join(root, 'deploy/system-tests/manifests/alerts.yaml')),
        );
        check(folder);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

test('promtool finds the alerts good, and they are raised when they should be', { skip }, () => {
    withRules((folder) => {
        execFileSync('promtool', ['check', 'rules', join(folder, 'rules.yaml')], { stdio: 'pipe' });
        const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'alerts.yaml'], {
            cwd: folder,
            encoding: 'utf8',
        });
        assert.equal(status, 0, stdout + stderr);
    });
});

test('every alert is tried', () => {
    const tried = readFileSync(join(root, 'deploy/system-tests/manifests/alerts.yaml'), 'utf8');
    const left = alertsOf(all)
        .map((it) => it.alert)
        .filter((name) => !tried.includes(`  - name: ${name}\n`));
    assert.deepEqual(left, []);
});

test('promtool checks every expression of the dashboards', { skip }, () => {
    withRules((folder) => {
        const rules = expressionsOf(all).map((expr, index) => ({
            record: `dashboard:${index}`,
            expr: expr.replaceAll('$__rate_interval', '1m'),
        }));
        writeFileSync(
            join(folder, 'dashboards.yaml'),
            stringify({ groups: [{ name: 'dashboards', rules }] }),
        );
        execFileSync('promtool', ['check', 'rules', join(folder, 'dashboards.yaml')], {
            stdio: 'pipe',
        });
    });
});

test('each alert has its own part in the runbook, and the runbook no other', () => {
    const text = readFileSync(join(root, 'docs/operations.md'), 'utf8');
    const [, ...after] = text.split('\n## Runbook\n');
    const [runbook] = after.join('').split('\n## ');
    const parts = [...runbook.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    assert.deepEqual(
        [...parts].sort(),
        alertsOf(all)
            .map((it) => it.alert)
            .sort(),
    );
    for (const { alert, annotations, labels } of alertsOf(all)) {
        assert.equal(annotations.runbook, `docs/operations.md#${alert.toLowerCase()}`);
        assert.ok(annotations.summary && annotations.description, alert);
        assert.match(labels.severity, /^(critical|warning)$/, alert);
    }
});

test('dashboards are whole: a name of their own, panels with titles, units and expressions, none on top of another', () => {
    const boards = dashboardsOf(all);
    assert.equal(new Set(boards.map((board) => board.uid)).size, boards.length);
    for (const { title, panels } of boards) {
        assert.equal(new Set(panels.map((panel) => panel.id)).size, panels.length, title);
        const places = panels.map(({ gridPos: { x, y } }) => `${x}/${y}`);
        assert.equal(new Set(places).size, panels.length, title);
        for (const panel of panels) {
            assert.ok(
                panel.title && panel.fieldConfig.defaults.unit && panel.targets.length > 0,
                `${title}: ${panel.title}`,
            );
        }
    }
});

test('nothing rests on metrics that a native executable lacks: it has no beans of collectors and buffers', () => {
    const lacking = expressionsOf(all)
        .flatMap(metricsOf)
        .filter((name) => /^jvm_(gc|buffer)_/.test(name));
    assert.deepEqual(lacking, []);
});

/** The metrics that Strimzi's reporter makes of the metrics of brokers, controllers, workers and their clients. */
const ofReporter = (name) => /^kafka_(controller|server|log|network|connect|consumer)_/.test(name);

test('brokers and mirror emit what the alerts ask of them', () => {
    const lists = [...ofKind(all, 'Kafka').map((it) => it.spec.kafka), ...ofKind(all, 'KafkaMirrorMaker2').map((it) => it.spec)]
        .flatMap((it) => it.metricsConfig.values.allowList)
        .map((allowed) => new RegExp(`^${allowed}$`));
    const named = new Set(alertsOf(all).flatMap((it) => metricsOf(it.expr)).filter(ofReporter));
    assert.ok(named.size >= 7, [...named].join());
    assert.deepEqual(
        [...named].filter((name) => !lists.some((allowed) => allowed.test(name))),
        [],
    );
    const monitored = ofKind(all, 'PodMonitor').map((it) => it.spec.selector.matchLabels?.['strimzi.io/cluster']);
    assert.ok(['dungeontalk', 'mirror'].every((it) => monitored.includes(it)), monitored.join());
});

test('Kafka Exporter watches every topic and the groups of the consumers', () => {
    const { topicRegex, groupRegex } = ofKind(all, 'Kafka')[0].spec.kafkaExporter;
    for (const { metadata } of ofKind(all, 'KafkaTopic')) {
        assert.match(metadata.name, new RegExp(topicRegex));
    }
    for (const group of ['db-writer', 'analytics']) {
        assert.match(group, new RegExp(groupRegex));
    }
});

test('an alert does not wait for a sample that nobody emits: Kafka Exporter has no negative leader', () => {
    const expressions = alertsOf(all).map((it) => it.expr).join('\n');
    assert.ok(!expressions.includes('kafka_topic_partition_leader'), expressions);
});

test('where a scaler gets no answer, there stay as many as there are', () => {
    const scalers = ofKind(all, 'ScaledObject');
    assert.equal(scalers.length, 3);
    for (const { metadata, spec } of scalers) {
        assert.equal(spec.fallback.behavior, 'currentReplicas', metadata.name);
        for (const trigger of spec.triggers.filter((it) => it.type === 'prometheus')) {
            assert.equal(trigger.metadata.ignoreNullValues, 'false', metadata.name);
        }
        for (const trigger of spec.triggers.filter((it) => it.type === 'kafka')) {
            assert.equal(trigger.metadata.excludePersistentLag, 'true', metadata.name);
        }
    }
});

test('the metrics of an expression are found', () => {
    assert.deepEqual(
        metricsOf(
            'sum by (pod) (rate(a_total{code=~"b|c"}[1m])) / 1e9 > c_max offset 10m and absent(up{job="x"} == 1)',
        ),
        ['a_total', 'c_max', 'up'],
    );
});
