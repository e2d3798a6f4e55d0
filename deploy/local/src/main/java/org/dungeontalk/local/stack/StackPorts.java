package org.dungeontalk.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dungeontalk.embedded.BrokerProxy;
import org.dungeontalk.embedded.KafkaLayout;
import org.dungeontalk.embedded.Ports;

/**
 * All TCP ports of a stack, on 127.0.0.1.
 *
 * @param gatewayHttp the players' ports, one per gateway
 * @param gatewayManagement health and metrics, one port per gateway
 * @param persistenceHttp history
 * @param persistenceManagement health and metrics
 * @param analyticsHttp activity
 * @param analyticsManagement health and metrics
 * @param kafkaBrokers one port per broker, for clients
 * @param kafkaControllers one port per broker, for the quorum
 * @param postgres the database
 * @param kafkaProxies one proxy per broker, between it and the services, which is not part of the
 *     stack; empty: none
 */
public record StackPorts(
        List<Integer> gatewayHttp,
        List<Integer> gatewayManagement,
        int persistenceHttp,
        int persistenceManagement,
        int analyticsHttp,
        int analyticsManagement,
        List<Integer> kafkaBrokers,
        List<Integer> kafkaControllers,
        int postgres,
        List<BrokerProxy> kafkaProxies) {

    /** The default base of the ports. */
    public static final int DEFAULT_BASE = 8080;

    /** More gateways than this don't fit between two bases. */
    public static final int MOST_GATEWAYS = 20;

    /** Number of ports from the base on that a stack may use. */
    public static final int SPAN = 71;

    /** Makes the lists unmodifiable. */
    public StackPorts {
        gatewayHttp = List.copyOf(gatewayHttp);
        gatewayManagement = List.copyOf(gatewayManagement);
        kafkaBrokers = List.copyOf(kafkaBrokers);
        kafkaControllers = List.copyOf(kafkaControllers);
        kafkaProxies = List.copyOf(kafkaProxies);
    }

    /** The same ports with a proxy between each broker and the services. */
    public StackPorts behind(List<BrokerProxy> proxies) {
        return new StackPorts(
                gatewayHttp,
                gatewayManagement,
                persistenceHttp,
                persistenceManagement,
                analyticsHttp,
                analyticsManagement,
                kafkaBrokers,
                kafkaControllers,
                postgres,
                proxies);
    }

    /**
     * The fixed layout from a base on: gateways from BASE, persistence BASE+20, and so on, as the
     * README lists them.
     */
    public static StackPorts from(int base, int gateways, int brokers) {
        return new StackPorts(
                range(base, gateways),
                range(base + 30, gateways),
                base + 20,
                base + 50,
                base + 21,
                base + 51,
                range(base + 60, brokers),
                range(base + 65, brokers),
                base + 70,
                List.of());
    }

    /** Ports that were free a moment ago, for tests. */
    public static StackPorts free(int gateways, int brokers) {
        List<Integer> free = new ArrayList<>(Ports.free(2 * gateways + 2 * brokers + 5));
        return new StackPorts(
                take(free, gateways),
                take(free, gateways),
                free.remove(0),
                free.remove(0),
                free.remove(0),
                free.remove(0),
                take(free, brokers),
                take(free, brokers),
                free.remove(0),
                List.of());
    }

    /** The layout of the stack's Kafka in these directories. */
    KafkaLayout kafka(Path data, Path logs) {
        return new KafkaLayout(data, logs, kafkaBrokers, kafkaControllers, kafkaProxies);
    }

    /** All ports by purpose, such as {@code gateway-1 http}, in the order of the layout. */
    public Map<String, Integer> named() {
        Map<String, Integer> named = new LinkedHashMap<>();
        for (int i = 0; i < gatewayHttp.size(); i++) {
            named.put("gateway-" + (i + 1) + " http", gatewayHttp.get(i));
            named.put("gateway-" + (i + 1) + " management", gatewayManagement.get(i));
        }
        named.put("persistence http", persistenceHttp);
        named.put("persistence management", persistenceManagement);
        named.put("analytics http", analyticsHttp);
        named.put("analytics management", analyticsManagement);
        for (int i = 0; i < kafkaBrokers.size(); i++) {
            named.put("kafka-" + i + " broker", kafkaBrokers.get(i));
            named.put("kafka-" + i + " controller", kafkaControllers.get(i));
        }
        for (int i = 0; i < kafkaProxies.size(); i++) {
            named.put("kafka-" + i + " behind its proxy", kafkaProxies.get(i).target());
        }
        named.put("postgres", postgres);
        return named;
    }

    /** The names of all processes that have a port, running or not. */
    public List<String> processes() {
        return named().keySet().stream()
                .map(port -> port.substring(0, (port + " ").indexOf(' ')))
                .distinct()
                .toList();
    }

    /**
     * Checks that all ports are free.
     *
     * @param isFree tells whether one port is free
     * @throws StackFailed with all ports in use, and with a base whose ports are free
     */
    public void requireFree(IntPredicate isFree) {
        List<String> taken =
                named().entrySet().stream()
                        .filter(port -> !isFree.test(port.getValue()))
                        .map(port -> port.getValue() + " (" + port.getKey() + ")")
                        .toList();
        if (!taken.isEmpty()) {
            String advice =
                    IntStream.iterate(DEFAULT_BASE, base -> base < 20_000, base -> base + 100)
                            .filter(
                                    base ->
                                            from(base, gatewayHttp.size(), kafkaBrokers.size())
                                                    .named()
                                                    .values()
                                                    .stream()
                                                    .allMatch(isFree::test))
                            .mapToObj(base -> " Free: --port " + base)
                            .findFirst()
                            .orElse("");
            throw new StackFailed(
                    taken.stream().collect(Collectors.joining(", ", "Already in use: port ", "."))
                            + " Choose other ports with --port BASE."
                            + advice);
        }
    }

    private static List<Integer> range(int from, int count) {
        return IntStream.range(from, from + count).boxed().toList();
    }

    private static List<Integer> take(List<Integer> free, int count) {
        List<Integer> taken = List.copyOf(free.subList(0, count));
        free.subList(0, count).clear();
        return taken;
    }
}
