package org.dungeontalk.analytics;

import java.util.Map;
import org.dungeontalk.testing.LogFormats;

/** The start fails because it finds no PostgreSQL. */
class JsonLogIT extends LogFormats {

    JsonLogIT() {
        super(Map.of("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/away"));
    }
}
