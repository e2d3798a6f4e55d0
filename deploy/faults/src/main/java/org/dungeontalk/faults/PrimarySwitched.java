package org.dungeontalk.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dungeontalk.faults.check.WholeStack;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.faults.probe.Probe;
import org.dungeontalk.faults.proxy.TcpProxy;
import org.dungeontalk.local.stack.AnotherInstance;
import org.dungeontalk.local.stack.Stack;
import org.dungeontalk.local.stack.StackFile;
import org.dungeontalk.local.stack.StackPorts;

/**
 * Z4: tables get columns and indexes under running statements. Then PostgreSQL is switched over:
 * the primary becomes read-only and stays up, its standby is promoted, and the address of the
 * database leads to it. Connections that are open stay with the former primary, so the services
 * must notice by themselves that nobody can write there. 300 players talk all the time; there are
 * two instances of each consumer.
 */
final class PrimarySwitched implements OwnStackFault {

    private static final int PLAYERS = 300;
    private static final int ROOMS = 30;
    private static final int PER_SECOND = 100;
    private static final int QUIET_SECONDS = 10;
    private static final int READ_ONLY_SECONDS = 10;
    private static final int MOST_SECONDS = 30;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final String STORED = "SELECT count(*) FROM persistence.message";
    private static final String COUNTED = "SELECT sum(next_offset) FROM analytics.progress";

    private static final List<String> DDL =
            List.of(
                    "ALTER TABLE persistence.message ADD COLUMN z4 text",
                    "CREATE INDEX z4_message ON persistence.message (sender_id, created_at)",
                    "ALTER TABLE analytics.activity_batch ADD COLUMN z4 text",
                    "ALTER TABLE analytics.progress ADD COLUMN z4 text",
                    "ALTER TABLE analytics.activity_room ADD COLUMN z4 text DEFAULT 'z4'",
                    "CREATE INDEX z4_room ON analytics.activity_room (z4)",
                    "ALTER TABLE analytics.activity_room DROP COLUMN z4",
                    "ALTER TABLE analytics.progress DROP COLUMN z4",
                    "ALTER TABLE persistence.message DROP COLUMN z4");

    @Override
    public RowResult run(Path data) throws Exception {
        StackPorts ports = StackPorts.free(2, 3);
        try (TcpProxy address = TcpProxy.to(ports.postgres());
                Stack stack =
                        WholeStack.start(data.resolve("stack"), ports, settings(address.port()));
                AnotherInstance persistence = AnotherInstance.second(stack, "persistence");
                AnotherInstance analytics = AnotherInstance.second(stack, "analytics");
                Standby standby =
                        Standby.of(
                                stack.describe().postgres(),
                                ports.postgres(),
                                stack.data().postgres(),
                                Files.createDirectory(data.resolve("standby")))) {
            return run(stack, address, standby, persistence, analytics);
        }
    }

    /** The services reach PostgreSQL by the proxy. */
    private static Map<String, String> settings(int port) {
        String url = "postgresql://127.0.0.1:" + port + "/dungeontalk";
        return Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                url,
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:" + url);
    }

    private static RowResult run(
            Stack stack,
            TcpProxy address,
            Standby standby,
            AnotherInstance persistence,
            AnotherInstance analytics)
            throws Exception {
        List<Long> processes = BrokersLost.services(stack);
        try (RoamingPlayers players = RoamingPlayers.gather(stack, Crowd.of(PLAYERS, ROOMS))) {
            players.talk(PER_SECOND);
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            StackFile.Postgres primary = stack.describe().postgres();
            for (String statement : DDL) {
                execute(primary, statement);
                TimeUnit.SECONDS.sleep(1);
            }
            execute(primary, "ALTER SYSTEM SET default_transaction_read_only = on");
            execute(primary, "SELECT pg_reload_conf()");
            TimeUnit.SECONDS.sleep(READ_ONLY_SECONDS);
            List<String> ready = ready(stack);
            standby.promote();
            address.leadTo(standby.port());
            players.readRecordsFrom(standby.access());
            double writing = awaitWrites(stack, standby);
            String cut = "";
            if (writing > MOST_SECONDS) {
                address.resetAll();
                cut = ", then connections cut: %.1f s".formatted(awaitWrites(stack, standby));
            }
            TimeUnit.SECONDS.sleep(QUIET_SECONDS);
            RunEnd end = RunEnd.of(stack, players, persistence, analytics);
            int reconnects = end.report().gaps().size();
            boolean survived =
                    BrokersLost.services(stack).equals(processes)
                            && persistence.describe().isPresent()
                            && analytics.describe().isPresent();
            return new RowResult(
                    end.isClean()
                            && ready.isEmpty()
                            && writing <= MOST_SECONDS
                            && reconnects == 0
                            && survived,
                    "%d changes of tables; read-only for %d s: %s; the new primary: both consumers write after %.1f s%s; %d reconnects, %s; %s"
                            .formatted(
                                    DDL.size(),
                                    READ_ONLY_SECONDS,
                                    ready.isEmpty()
                                            ? "consumers not ready"
                                            : "still ready: " + String.join(", ", ready),
                                    writing,
                                    cut,
                                    reconnects,
                                    survived ? "no restart" : "a service ended",
                                    end.text()));
        }
    }

    private static void execute(StackFile.Postgres database, String statement) throws SQLException {
        try (Connection connection = Standby.connect(database);
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    /** The consumers whose readiness probe is green. */
    private static List<String> ready(Stack stack) throws InterruptedException {
        List<String> ready = new ArrayList<>();
        for (String service : StackServices.CONSUMERS) {
            if (Probe.readiness(stack.service(service).plan().readiness()).isGreen()) {
                ready.add(service);
            }
        }
        return ready;
    }

    /**
     * Waits until both consumers have written to the new primary and are ready.
     *
     * @return the seconds that it took, or a second more than the limit
     */
    private static double awaitWrites(Stack stack, Standby standby) throws Exception {
        long began = System.nanoTime();
        try (Connection connection = Standby.connect(standby.access())) {
            long stored = count(connection, STORED);
            long counted = count(connection, COUNTED);
            Await.until(
                    Duration.ofSeconds(MOST_SECONDS + 1),
                    PAUSE,
                    () ->
                            count(connection, STORED) > stored
                                    && count(connection, COUNTED) > counted
                                    && ready(stack).equals(StackServices.CONSUMERS));
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static long count(Connection connection, String query) throws SQLException {
        return Long.parseLong(Standby.ask(connection, query));
    }
}
