package org.dungeontalk.testing;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;

/** Changes settings of a topic while services use it. */
public final class TopicSettings {

    private TopicSettings() {}

    /** Gives a setting a value. */
    public static void set(String bootstrapServers, String topic, String setting, String value) {
        change(bootstrapServers, topic, new ConfigEntry(setting, value), OpType.SET);
    }

    /** Gives a setting its default again. */
    public static void reset(String bootstrapServers, String topic, String setting) {
        change(bootstrapServers, topic, new ConfigEntry(setting, ""), OpType.DELETE);
    }

    private static void change(
            String bootstrapServers, String topic, ConfigEntry entry, OpType operation) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes =
                Map.of(
                        new ConfigResource(Type.TOPIC, topic),
                        List.of(new AlterConfigOp(entry, operation)));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.incrementalAlterConfigs(changes).all().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
