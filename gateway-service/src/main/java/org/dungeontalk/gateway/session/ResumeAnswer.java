package org.dungeontalk.gateway.session;

import java.util.Locale;
import java.util.function.BiConsumer;
import org.dungeontalk.gateway.delivery.CatchUp;
import org.dungeontalk.gateway.log.LogHistory;

/**
 * What became of a SUBSCRIBE with {@code after}, in the words of the protocol.
 *
 * @param settled hears the offset that comes next and why it isn't the one asked for; {@code null}
 *     if it is
 */
record ResumeAnswer(BiConsumer<Long, String> settled) implements CatchUp.Listener {

    @Override
    public void resumed(long next) {
        settled.accept(next, null);
    }

    @Override
    public void lost(LogHistory.Loss why, long next) {
        settled.accept(next, why.name().toLowerCase(Locale.ROOT));
    }
}
