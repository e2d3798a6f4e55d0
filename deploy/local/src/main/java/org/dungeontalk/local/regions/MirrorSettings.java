package org.dungeontalk.local.regions;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.mirror.IdentityReplicationPolicy;
import org.apache.kafka.connect.transforms.Filter;
import org.apache.kafka.connect.transforms.predicates.HasHeaderKey;

/**
 * The settings with which MirrorMaker 2 copies between the logs of two regions, in both directions.
 * Records with a region's header go into the other region's {@code game-messages}, to the partition
 * with the same number, in one transaction with the source position. The overlays of
 * deploy/kubernetes have the same settings.
 *
 * @param bootstrap the bootstrap servers of each region, by its name
 * @param port the port on 127.0.0.1 at which the mirror's workers reach each other
 */
record MirrorSettings(Map<String, String> bootstrap, int port) {

    private static final String TOPIC = "game-messages";

    /**
     * After this time Kafka aborts the transaction of a mirror that hangs or died, because the
     * transaction delays readers.
     */
    private static final String MOST_MILLIS_OF_A_TRANSACTION = "10000";

    MirrorSettings {
        bootstrap = Map.copyOf(bootstrap);
        if (bootstrap.size() != 2) {
            throw new IllegalArgumentException("Two regions are needed");
        }
    }

    /** The settings as Kafka's properties. */
    Map<String, String> properties() {
        Map<String, String> all = new TreeMap<>();
        all.put("clusters", String.join(",", bootstrap.keySet()));
        all.put("topics", TOPIC);
        all.put("replication.policy.class", IdentityReplicationPolicy.class.getName());
        all.put("refresh.topics.interval.seconds", "10");
        all.put("tasks.max", "1");
        all.put("plugin.discovery", "service_load");
        all.put("dedicated.mode.enable.internal.rest", "true");
        all.put("listeners", "http://127.0.0.1:" + port);
        for (String kind : new String[] {"config", "offset", "status"}) {
            all.put(kind + ".storage.replication.factor", "1");
        }
        for (String extra :
                new String[] {
                    "emit.heartbeats",
                    "emit.checkpoints",
                    "emit.offset-syncs",
                    "refresh.groups",
                    "sync.topic.configs",
                    "sync.topic.acls",
                    "sync.group.offsets"
                }) {
            all.put(extra + ".enabled", "false");
        }
        bootstrap.keySet().forEach(region -> all.putAll(of(region)));
        return all;
    }

    private Map<String, String> of(String region) {
        String other = bootstrap.keySet().stream().filter(r -> !r.equals(region)).findAny().get();
        Map<String, String> flow = new TreeMap<>();
        flow.put("enabled", "true");
        flow.put("producer.override.transaction.timeout.ms", MOST_MILLIS_OF_A_TRANSACTION);
        flow.put("transforms", "own");
        flow.put("transforms.own.type", Filter.class.getName());
        flow.put("transforms.own.predicate", "marked");
        flow.put("transforms.own.negate", "true");
        flow.put("predicates", "marked");
        flow.put("predicates.marked.type", HasHeaderKey.class.getName());
        flow.put("predicates.marked.name", "origin-" + region);
        Map<String, String> all = new TreeMap<>();
        flow.forEach((name, value) -> all.put(region + "->" + other + "." + name, value));
        all.put(region + ".bootstrap.servers", bootstrap.get(region));
        all.put(region + ".exactly.once.source.support", "enabled");
        all.put(region + ".offset.storage.partitions", "1");
        all.put(region + ".status.storage.partitions", "1");
        all.put(region + ".consumer.isolation.level", "read_committed");
        all.put(region + ".consumer.auto.offset.reset", "earliest");
        return all;
    }
}
