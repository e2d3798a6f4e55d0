package org.dungeontalk.persistence.history;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.dungeontalk.persistence.PersistenceConfig;
import org.dungeontalk.persistence.lifecycle.Dependencies;
import org.dungeontalk.persistence.lifecycle.Reason;
import org.dungeontalk.persistence.log.LogCursor;
import org.dungeontalk.persistence.log.MessageKind;
import org.dungeontalk.persistence.store.LogEpochs;
import org.dungeontalk.persistence.store.StoredMessage;
import org.dungeontalk.persistence.store.StoredMessages;
import org.dungeontalk.persistence.store.StoredMessages.Place;
import org.dungeontalk.persistence.token.Player;

/**
 * Pages of a room in the order of the log, newest first. Fails with {@link Problem}: 400 for a
 * cursor of a log that was never read, 503 if PostgreSQL does not answer in time.
 */
@ApplicationScoped
class RoomHistory {

    private final StoredMessages messages;
    private final LogEpochs epochs;
    private final Dependencies dependencies;
    private final PersistenceConfig config;

    RoomHistory(
            StoredMessages messages,
            LogEpochs epochs,
            Dependencies dependencies,
            PersistenceConfig config) {
        this.messages = messages;
        this.epochs = epochs;
        this.dependencies = dependencies;
        this.config = config;
    }

    /**
     * @param line makes a page's entry of a row and its cursor
     */
    <T> Uni<HistoryPage<T>> page(
            MessageKind kind,
            HistoryRequest request,
            Player player,
            BiFunction<StoredMessage, String, T> line) {
        return place(request)
                .chain(
                        place ->
                                messages.before(
                                        place,
                                        kind,
                                        request.roomId(),
                                        player.id(),
                                        request.limit() + 1))
                .chain(rows -> page(rows, request.limit(), line))
                .ifNoItem()
                .after(config.history().timeout())
                .fail()
                .onItem()
                .invoke(dependencies.reads()::answered)
                .onFailure(failure -> !(failure instanceof Problem))
                .transform(this::unavailable);
    }

    private Uni<Place> place(HistoryRequest request) {
        if (request.before().isEmpty()) {
            return Uni.createFrom().item(Place.END);
        }
        LogCursor cursor = request.before().get();
        return epochs.find(cursor.epoch())
                .map(
                        number ->
                                number.map(epoch -> new Place(epoch, cursor.offset()))
                                        .orElseThrow(
                                                () ->
                                                        Problem.badRequest(
                                                                "before is the cursor of a log that"
                                                                        + " was never read.")));
    }

    private <T> Uni<HistoryPage<T>> page(
            List<StoredMessage> rows, int limit, BiFunction<StoredMessage, String, T> line) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(new HistoryPage<>(List.of(), null));
        }
        return epochs.texts(rows.get(0).logEpoch).map(texts -> page(rows, limit, line, texts));
    }

    private static <T> HistoryPage<T> page(
            List<StoredMessage> rows,
            int limit,
            BiFunction<StoredMessage, String, T> line,
            Map<Integer, String> epochs) {
        List<T> lines = new ArrayList<>();
        String last = null;
        for (StoredMessage row : rows.subList(0, Math.min(limit, rows.size()))) {
            String epoch = epochs.get(row.logEpoch);
            last = new LogCursor(epoch, row.logPartition, row.logOffset).text();
            lines.add(line.apply(row, last));
        }
        return new HistoryPage<>(lines, rows.size() > limit ? last : null);
    }

    private Throwable unavailable(Throwable failure) {
        dependencies.reads().failed(Reason.of(failure));
        return Problem.unavailable("The history can't be read now.", failure);
    }
}
