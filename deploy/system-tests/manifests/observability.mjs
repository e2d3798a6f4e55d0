import { ofKind } from './render.mjs';

/** Names in an expression that are no metrics: functions, words, labels in braces and after by are taken out first. */
const WORDS = new Set([
    'sum',
    'max',
    'min',
    'count',
    'rate',
    'increase',
    'absent',
    'by',
    'or',
    'and',
    'offset',
    'time',
    'histogram_quantile',
    'le',
]);

/** The metrics that an expression names. */
export function metricsOf(expression) {
    const bare = expression
        .replace(/"[^"]*"/g, '')
        .replace(/\{[^}]*\}/g, '')
        .replace(/\[[^\]]*\]/g, '')
        .replace(/\bby \([^)]*\)/g, '')
        .replace(/\boffset \w+/g, '');
    return [...new Set(bare.match(/\b[a-z][a-z0-9_]*\b(?!\s*\()/g) ?? [])].filter(
        (name) => !WORDS.has(name),
    );
}

/** The alerts of an overlay. */
export const alertsOf = (all) =>
    ofKind(all, 'PrometheusRule').flatMap((it) => it.spec.groups.flatMap((group) => group.rules));

/** The dashboards of an overlay. */
export const dashboardsOf = (all) =>
    Object.values(
        ofKind(all, 'ConfigMap').find((it) => it.metadata.name === 'dashboards').data,
    ).map(JSON.parse);

/** Every expression of alerts and dashboards. */
export const expressionsOf = (all) => [
    ...alertsOf(all).map((alert) => alert.expr),
    ...dashboardsOf(all).flatMap((board) =>
        board.panels.flatMap((panel) => panel.targets.map((target) => target.expr)),
    ),
];

/** Metrics of others: Kafka's exporter, CloudNativePG and its plugin, the kubelet, Prometheus itself. */
export const OF_OTHERS = [
    'up',
    'kafka_consumergroup_lag',
    'kafka_topic_partition_under_replicated_partition',
    'kafka_controller_kafkacontroller_offlinepartitionscount',
    'strimzi_certificate_expiration_timestamp_ms',
    'certmanager_certificate_expiration_timestamp_seconds',
    'cnpg_collector_up',
    'cnpg_pg_replication_lag',
    'cnpg_pg_replication_streaming_replicas',
    'barman_cloud_cloudnative_pg_io_last_available_backup_timestamp',
    'kubelet_volume_stats_available_bytes',
    'kubelet_volume_stats_capacity_bytes',
];
