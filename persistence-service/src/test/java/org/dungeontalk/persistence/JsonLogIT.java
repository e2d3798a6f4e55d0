package org.dungeontalk.persistence;

import java.util.Map;
import org.dungeontalk.testing.LogFormats;

/** The log format of a start that fails because PostgreSQL is unavailable. */
class JsonLogIT extends LogFormats {

    JsonLogIT() {
        super(Map.of("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/away"));
    }
}
