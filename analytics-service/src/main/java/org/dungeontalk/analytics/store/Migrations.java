package org.dungeontalk.analytics.store;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.exception.sqlExceptions.FlywaySqlUnableToConnectToDbException;
import org.jboss.logging.Logger;

/**
 * Migrates the database before anything else of this service starts.
 *
 * <p>While PostgreSQL can't be reached, and when it goes away during the migrations, this waits and
 * tries again without a limit. It logs one line when PostgreSQL goes away and one when it is back.
 * Any other failure is one of the migrations; it ends the service.
 */
@ApplicationScoped
public class Migrations {

    private static final Logger LOG = Logger.getLogger(Migrations.class);

    /** The scheduler starts at 0, the channels start at 1,000. */
    private static final int BEFORE_ALL_OTHERS = -1;

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    /**
     * What SQLSTATE begins with if another attempt may succeed: connection lost, transaction rolled
     * back, no resources, server shut down or starting, server takes no writes.
     */
    private static final Set<String> TRANSIENT = Set.of("08", "40", "53", "57P", "25006");

    private final Flyway flyway;

    Migrations(Flyway flyway) {
        this.flyway = flyway;
    }

    void start(@Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent started)
            throws InterruptedException {
        migrate();
    }

    /** Returns when all migrations have run. Blocks the calling thread. */
    public void migrate() throws InterruptedException {
        boolean away = false;
        long pause = FIRST_PAUSE_MILLIS;
        Optional<SQLException> reason = attempt();
        while (reason.isPresent()) {
            if (!away) {
                away = true;
                LOG.warnf(
                        "PostgreSQL is unavailable; the start waits: %s",
                        reason.get().getMessage());
            }
            TimeUnit.MILLISECONDS.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            reason = attempt();
        }
        if (away) {
            LOG.info("PostgreSQL is available again; the start goes on");
        }
    }

    /** Why another attempt is needed, empty if none is. */
    private Optional<SQLException> attempt() {
        try {
            flyway.migrate();
            return Optional.empty();
        } catch (RuntimeException failure) {
            return Optional.of(transientReason(failure).orElseThrow(() -> failure));
        }
    }

    private static Optional<SQLException> transientReason(RuntimeException failure) {
        boolean unreachable = failure instanceof FlywaySqlUnableToConnectToDbException;
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(it -> unreachable || isTransient(it.getSQLState()))
                .findFirst();
    }

    private static boolean isTransient(String state) {
        return state != null && TRANSIENT.stream().anyMatch(state::startsWith);
    }
}
