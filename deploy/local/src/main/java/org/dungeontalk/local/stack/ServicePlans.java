package org.dungeontalk.local.stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dungeontalk.embedded.KafkaCluster;
import org.dungeontalk.embedded.PostgresServer;

/** The services of a stack with their settings, as environment variables. */
final class ServicePlans {

    private static final int GATEWAY_HEAP_MIB = 512;
    private static final int SERVICE_HEAP_MIB = 256;

    /**
     * It costs a gateway the least CPU and the shortest pauses on two cores. The image has G1,
     * which never stops for a full collection.
     */
    private static final String PARALLEL = "-XX:+UseParallelGC";

    private static final String SERIAL = "-XX:+UseSerialGC";

    private final StackOptions options;
    private final DataDir data;

    ServicePlans(StackOptions options, DataDir data) {
        this.options = options;
        this.data = data;
    }

    /** Throws unless all services are packaged. */
    void requireBuilt() {
        all(Map.of(), Map.of()).forEach(ServicePlan::requireBuilt);
    }

    /** All services of the stack, gateways first. */
    List<ServicePlan> of(KafkaCluster kafka, PostgresServer postgres, String secret) {
        Map<String, String> common = new HashMap<>();
        common.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        common.put("DUNGEONTALK_TOKEN_SECRET", secret);
        common.put("QUARKUS_PROFILE", "local");
        common.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        common.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        common.put("QUARKUS_HTTP_CORS_ORIGINS", origins());
        if (options.traces() != null) {
            common.put("DUNGEONTALK_TRACE_ENDPOINT", options.traces().toString());
        }
        Map<String, String> database = new HashMap<>();
        database.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl());
        database.put("QUARKUS_DATASOURCE_REACTIVE_URL", postgres.reactiveUrl());
        database.put("QUARKUS_DATASOURCE_USERNAME", postgres.username());
        database.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
        return all(common, database);
    }

    private List<ServicePlan> all(Map<String, String> common, Map<String, String> database) {
        StackPorts ports = options.ports();
        Map<String, String> gateway = new HashMap<>(common);
        gateway.put("DUNGEONTALK_PAGE_HISTORY_URL", "http://127.0.0.1:" + ports.persistenceHttp());
        gateway.put("DUNGEONTALK_TRACE_RATIO", "1");
        gateway.put("DUNGEONTALK_LIMITS_ENABLED", Boolean.toString(options.limits()));
        if (options.region() != null) {
            gateway.put("DUNGEONTALK_LOG_REGION", options.region());
        }
        Map<String, String> stored = new HashMap<>(common);
        stored.putAll(database);
        List<ServicePlan> plans = new ArrayList<>();
        for (int i = 0; i < ports.gatewayHttp().size(); i++) {
            plans.add(
                    plan(
                            "gateway",
                            "gateway-" + (i + 1),
                            GATEWAY_HEAP_MIB,
                            PARALLEL,
                            ports.gatewayHttp().get(i),
                            ports.gatewayManagement().get(i),
                            gateway));
        }
        plans.add(
                plan(
                        "persistence",
                        "persistence",
                        SERVICE_HEAP_MIB,
                        SERIAL,
                        ports.persistenceHttp(),
                        ports.persistenceManagement(),
                        stored));
        plans.add(
                plan(
                        "analytics",
                        "analytics",
                        SERVICE_HEAP_MIB,
                        SERIAL,
                        ports.analyticsHttp(),
                        ports.analyticsManagement(),
                        stored));
        return plans;
    }

    private ServicePlan plan(
            String kind,
            String name,
            int heap,
            String collector,
            int http,
            int management,
            Map<String, String> env) {
        Map<String, String> environment = new HashMap<>(env);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(http));
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        environment.putAll(options.settings());
        return new ServicePlan(
                name,
                options.root().resolve(kind + "-service"),
                heap,
                collector,
                http,
                management,
                environment,
                data.log(name),
                options.executables());
    }

    /** The origins of every gateway's page, by both names of this machine. */
    private String origins() {
        return options.ports().gatewayHttp().stream()
                .flatMap(port -> Stream.of("http://127.0.0.1:" + port, "http://localhost:" + port))
                .collect(Collectors.joining(","));
    }
}
