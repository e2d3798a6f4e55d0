package org.dungeontalk.analytics;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Work that is done again and again, one round after the other. */
public final class Rounds {

    private Rounds() {}

    /**
     * Begins the rounds; cancelling ends them. A round that fails is left to the next one, one that
     * takes longer than {@code limit} fails.
     */
    public static Cancellable every(
            Duration every, Duration limit, Logger log, Supplier<Uni<?>> round) {
        return Multi.createFrom()
                .ticks()
                .every(every)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(
                        tick ->
                                Uni.createFrom()
                                        .<Object>deferred(() -> round.get().map(done -> done))
                                        .ifNoItem()
                                        .after(limit)
                                        .fail()
                                        .onFailure()
                                        .invoke(failure -> log.debugf(failure, "A round failed"))
                                        .onFailure()
                                        .recoverWithItem(false))
                .subscribe()
                .with(done -> {});
    }
}
