package org.dungeontalk.embedded;

import java.nio.file.Path;
import java.util.List;

/**
 * The directories and ports of a {@link KafkaCluster}.
 *
 * @param dataDir the brokers' directories
 * @param logDir where {@code kafka-N.log} is written
 * @param brokerPorts one port per broker, for the other brokers, and for clients without a proxy
 * @param controllerPorts one port per broker for the quorum
 * @param proxies one proxy per broker, between it and its clients; empty: clients connect directly
 */
public record KafkaLayout(
        Path dataDir,
        Path logDir,
        List<Integer> brokerPorts,
        List<Integer> controllerPorts,
        List<BrokerProxy> proxies) {

    /** Clients connect directly. */
    public KafkaLayout(
            Path dataDir, Path logDir, List<Integer> brokerPorts, List<Integer> controllerPorts) {
        this(dataDir, logDir, brokerPorts, controllerPorts, List.of());
    }

    /** Makes the paths absolute, the lists unmodifiable. */
    public KafkaLayout {
        dataDir = dataDir.toAbsolutePath();
        logDir = logDir.toAbsolutePath();
        brokerPorts = List.copyOf(brokerPorts);
        controllerPorts = List.copyOf(controllerPorts);
        proxies = List.copyOf(proxies);
    }

    /** The ports that clients connect to. */
    List<Integer> clientPorts() {
        return proxies.isEmpty() ? brokerPorts : proxies.stream().map(BrokerProxy::port).toList();
    }
}
