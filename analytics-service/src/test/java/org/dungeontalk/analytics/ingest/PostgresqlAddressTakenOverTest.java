package org.dungeontalk.analytics.ingest;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.dungeontalk.analytics.LogWriter;
import org.dungeontalk.analytics.ServiceTest;
import org.dungeontalk.analytics.Stack;
import org.dungeontalk.analytics.ingest.PostgresqlAddressTakenOverTest.Tunnelled;
import org.dungeontalk.testing.Tunnel;
import org.junit.jupiter.api.Test;

/**
 * A failover whose old server is gone without a word: its connections hang, new ones are served.
 */
@QuarkusTest
@WithTestResource(Tunnelled.class)
class PostgresqlAddressTakenOverTest extends ServiceTest {

    private static Tunnel tunnel;

    /** PostgreSQL behind a tunnel. */
    public static class Tunnelled extends Stack {
        @Override
        public Map<String, String> start() {
            Map<String, String> settings = new HashMap<>(super.start());
            String url = settings.get("quarkus.datasource.reactive.url");
            String port = url.replaceAll(".*:(\\d+)/.*", "$1");
            tunnel = new Tunnel(Integer.parseInt(port));
            settings.put("quarkus.datasource.reactive.max-size", "2");
            settings.put(
                    "quarkus.datasource.reactive.url",
                    url.replace(":" + port + "/", ":" + tunnel.port() + "/"));
            return settings;
        }

        @Override
        public void stop() {
            tunnel.close();
            super.stop();
        }
    }

    @Test
    void connectionsThatHangAreLeftForNewOnes() throws Exception {
        String room = newRoom();
        LogWriter.await(writer.talk(room, "mira", Instant.now()));
        awaitMessages(room, 1);
        awaitHealth("ready", 200);
        tunnel.takenOver();
        LogWriter.await(writer.talk(room, "mira", Instant.now()));
        awaitMessages(room, 2);
        awaitHealth("ready", 200);
    }
}
