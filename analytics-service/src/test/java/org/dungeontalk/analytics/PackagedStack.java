package org.dungeontalk.analytics;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dungeontalk.embedded.Ports;

/**
 * The same Kafka and PostgreSQL, and ports for a packaged service that are known before it runs.
 */
public class PackagedStack extends Stack {

    private static volatile int managementPort;

    /** Where health and metrics are. */
    static URI management() {
        return URI.create("http://127.0.0.1:" + managementPort);
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(super.start());
        List<Integer> ports = Ports.free(2);
        managementPort = ports.get(0);
        settings.put("quarkus.management.port", Integer.toString(managementPort));
        settings.put("quarkus.http.test-port", Integer.toString(ports.get(1)));
        settings.put("dungeontalk.access", "operator");
        return settings;
    }
}
