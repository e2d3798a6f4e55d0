package org.dungeontalk.persistence.history;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.dungeontalk.persistence.log.MessageKind;
import org.dungeontalk.persistence.store.RoomViewer;
import org.jboss.logging.Logger;

/**
 * Reads one empty page before the service is ready. Hibernate initialises at its first query, for
 * seconds on a busy machine, on an event loop; no player should wait for that.
 */
@Singleton
class HistoryWarmUp {
    private static final Logger LOG = Logger.getLogger(HistoryWarmUp.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final RoomViewer NOBODY = new RoomViewer(MessageKind.CHAT, "no room", "");
    private static final HistoryRequest NOTHING =
            new HistoryRequest(
                    "no room", 1, new HistoryRequest.Position.Newest(), Optional.empty());

    /** Waits for the time limit of a page at most; the service starts without a database, too. */
    void read(@Observes StartupEvent start, RoomHistory history) {
        try {
            VertxContextSupport.subscribeAndAwait(
                    () ->
                            history.page(NOBODY, NOTHING, ChatLine::of)
                                    .ifNoItem()
                                    .after(LIMIT)
                                    .fail());
        } catch (Throwable notYet) {
            LOG.debug("The warm-up could not read a page", notYet);
        }
    }
}
