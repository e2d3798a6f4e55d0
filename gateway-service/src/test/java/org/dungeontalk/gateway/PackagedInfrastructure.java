package org.dungeontalk.gateway;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dungeontalk.embedded.Ports;

/** The same broker, and ports for a packaged gateway that are known before it runs. */
public class PackagedInfrastructure extends GatewayInfrastructure {
    private static volatile int port;
    private static volatile int managementPort;

    /** Where players connect. */
    static int port() {
        return port;
    }

    /** Where health and metrics are. */
    static URI management() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        List<Integer> ports = Ports.free(2);
        port = ports.get(0);
        managementPort = ports.get(1);
        settings.put("quarkus.http.test-port", Integer.toString(port));
        settings.put("quarkus.management.port", Integer.toString(managementPort));
        return settings;
    }
}
