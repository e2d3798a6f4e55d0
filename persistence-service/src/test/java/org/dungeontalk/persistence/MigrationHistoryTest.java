package org.dungeontalk.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.dungeontalk.persistence.store.Migrations;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A start meets a database that another version of the service has migrated. */
@QuarkusTest
@WithTestResource(Backbone.class)
class MigrationHistoryTest {

    private static final String HISTORY = "persistence.flyway_schema_history";

    @Inject Flyway flyway;
    @Inject Migrations migrations;

    private final Database database = new Database(Backbone.postgres());

    @BeforeEach
    void keep() {
        database.execute("CREATE TABLE public.history AS TABLE " + HISTORY);
    }

    @AfterEach
    void restore() {
        database.execute(
                "DELETE FROM %1$s; INSERT INTO %1$s TABLE public.history; DROP TABLE public.history"
                        .formatted(HISTORY));
    }

    @Test
    void anOldInstanceStartsAfterANewerOneHasMigrated() {
        database.execute(
                "INSERT INTO "
                        + HISTORY
                        + " VALUES (99, '99', 'newer', 'SQL', 'V99__newer.sql', 1, 'test', now(),"
                        + " 1, true)");
        assertEquals(0, flyway.migrate().migrationsExecuted);
    }

    @Test
    void aMigrationThatWasChangedAfterItHadRunIsRefused() {
        database.execute("UPDATE " + HISTORY + " SET checksum = checksum + 1 WHERE version = '3'");
        assertThrows(FlywayValidateException.class, migrations::migrate);
    }

    @Test
    void aMigrationThatWasAddedBeforeTheNewestIsRefused() {
        database.execute("DELETE FROM " + HISTORY + " WHERE version = '3'");
        assertThrows(FlywayValidateException.class, migrations::migrate);
    }

    @Test
    void aStartWaitsForAnotherInstanceThatMigratesAndUsesOneConnection() {
        Configuration settings = flyway.getConfiguration();
        assertEquals(-1, settings.getLockRetryCount());
        assertFalse(
                settings.getPluginRegister()
                        .getExact(PostgreSQLConfigurationExtension.class)
                        .isTransactionalLock());
    }
}
