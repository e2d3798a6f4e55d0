package org.dungeontalk.persistence.history;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import org.dungeontalk.persistence.log.MessageKind;
import org.dungeontalk.persistence.token.Player;
import org.jboss.logging.Logger;

/**
 * Reads one empty page before the service is ready. Hibernate prepares itself at its first query,
 * for seconds on a busy machine, on an event loop: no player is to wait for that.
 */
@Singleton
class HistoryWarmUp {
    private static final Logger LOG = Logger.getLogger(HistoryWarmUp.class);
    private static final Player NOBODY = new Player("", "", Optional.empty(), Set.of());
    private static final HistoryRequest NOWHERE =
            new HistoryRequest("no room", 1, Optional.empty());

    /** Waits as long as a page may take at most; a database that is away stops nothing. */
    void read(@Observes StartupEvent start, RoomHistory history) {
        try {
            VertxContextSupport.subscribeAndAwait(
                    () -> history.page(MessageKind.CHAT, NOWHERE, NOBODY, ChatLine::of));
        } catch (Throwable notYet) {
            LOG.debug("No page could be read at the start", notYet);
        }
    }
}
