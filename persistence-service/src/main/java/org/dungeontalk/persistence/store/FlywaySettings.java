package org.dungeontalk.persistence.store;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Settings of Flyway that Quarkus does not have.
 *
 * <p>Flyway uses one connection, so that a migration and its row in the history are one
 * transaction. By default they are two: a restart of PostgreSQL between their commits leaves a
 * migration that has run, and that every later start runs again and fails. A lock of the session
 * instead of the transaction has this effect.
 *
 * <p>While another instance migrates, it waits without a limit.
 */
@Singleton
class FlywaySettings implements FlywayConfigurationCustomizer {

    private static final int WITHOUT_LIMIT = -1;

    @Override
    public void customize(FluentConfiguration flyway) {
        flyway.getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
        flyway.lockRetryCount(WITHOUT_LIMIT);
    }
}
