package org.dungeontalk.gateway.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;
import org.dungeontalk.gateway.config.GatewayConfig;

/**
 * Marks the messages of this region's players with their region: header {@code origin-<region>},
 * whose value is the region's name.
 *
 * <p>The mirror copies only messages with the mark of the region it copies from, so no message
 * circulates. The region is in the header's name because a mirror can test for a header but not for
 * its value. A gateway whose setting {@code dungeontalk.log.region} is not a valid region name does
 * not start. Thread-safe.
 */
@Singleton
public class RegionHeader {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

    private final Optional<String> region;

    @Inject
    RegionHeader(GatewayConfig config) {
        this(config.log().region());
    }

    RegionHeader(Optional<String> region) {
        region.filter(name -> !NAME.matcher(name).matches())
                .ifPresent(
                        name -> {
                            throw new IllegalArgumentException(
                                    "dungeontalk.log.region must have 1 to 40 characters of a-z,"
                                            + " 0-9 and -, and must not begin or end with -");
                        });
        this.region = region;
    }

    /** Creates this bean at the start, so that a wrong name is found before the first message. */
    void check(@Observes StartupEvent event) {}

    /** Adds the mark, if this region has a name. */
    void mark(Headers headers) {
        region.ifPresent(name -> headers.add("origin-" + name, name.getBytes(UTF_8)));
    }
}
