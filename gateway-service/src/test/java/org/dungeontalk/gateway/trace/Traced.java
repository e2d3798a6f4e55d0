package org.dungeontalk.gateway.trace;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.dungeontalk.embedded.Ports;
import org.dungeontalk.embedded.SpanCollector;
import org.eclipse.microprofile.config.ConfigProvider;

/** A gateway that traces every message, into a collector of the test's own. */
public class Traced implements QuarkusTestProfile {

    private static final String ENDPOINT = "dungeontalk.trace.endpoint";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                ENDPOINT,
                SpanCollector.endpoint(Ports.free(1).get(0)).toString(),
                "dungeontalk.trace.ratio",
                "1");
    }

    /** Listens where the gateway sends its spans to. */
    static SpanCollector collector() {
        return SpanCollector.start(
                ConfigProvider.getConfig().getValue(ENDPOINT, URI.class).getPort());
    }

    /** The same, but only what a sender wants to be traced is. */
    public static class TrustedSenders extends Traced {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
            overrides.put("dungeontalk.trace.ratio", "0");
            overrides.put("dungeontalk.trace.trust-senders", "true");
            return overrides;
        }
    }
}
