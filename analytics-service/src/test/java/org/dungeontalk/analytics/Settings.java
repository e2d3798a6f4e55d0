package org.dungeontalk.analytics;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.dungeontalk.analytics.config.AnalyticsConfig;

/** Settings for plain tests. */
public final class Settings {

    private Settings() {}

    /** The defaults and these, named without {@code dungeontalk.} */
    public static AnalyticsConfig of(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("dungeontalk." + name, value));
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(named, "test", 100))
                .withMapping(AnalyticsConfig.class)
                .build()
                .getConfigMapping(AnalyticsConfig.class);
    }
}
