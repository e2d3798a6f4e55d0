package org.dungeontalk.gateway.session;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses to start a gateway that would believe anybody's {@code X-Forwarded-For}: every client
 * could then choose the address it is counted under.
 */
@Singleton
public class TrustedProxies {
    private static final String FORWARDING = "quarkus.http.proxy.proxy-address-forwarding";
    private static final String TRUSTED = "quarkus.http.proxy.trusted-proxies";

    void check(@Observes StartupEvent event, Config config) {
        check(
                config.getOptionalValue(FORWARDING, Boolean.class).orElse(false),
                config.getOptionalValue(TRUSTED, String.class).isPresent());
    }

    static void check(boolean forwarding, boolean named) {
        if (forwarding && !named) {
            throw new IllegalStateException(
                    "Set " + TRUSTED + " to the proxies' addresses along with " + FORWARDING);
        }
    }
}
