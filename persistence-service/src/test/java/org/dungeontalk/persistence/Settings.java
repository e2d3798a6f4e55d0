package org.dungeontalk.persistence;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.dungeontalk.persistence.config.PersistenceConfig;

/** Settings for plain tests. */
public final class Settings {

    public static final PersistenceConfig DEFAULTS =
            new SmallRyeConfigBuilder()
                    .withConverter(Duration.class, 200, new DurationConverter())
                    .withMapping(PersistenceConfig.class)
                    .build()
                    .getConfigMapping(PersistenceConfig.class);

    private Settings() {}
}
