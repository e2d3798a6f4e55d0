package org.dungeontalk.persistence.history;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.dungeontalk.persistence.history.HistoryRequest.Position;
import org.dungeontalk.persistence.log.LogCursor;
import org.dungeontalk.persistence.problem.Problem;
import org.dungeontalk.persistence.store.LogEpochs;
import org.dungeontalk.persistence.store.Place;
import org.dungeontalk.persistence.store.RoomReader;
import org.dungeontalk.persistence.store.StoredMessage;
import org.dungeontalk.persistence.store.StoredMessages;

/**
 * Pages of a room in the order of the log. Fails with {@link Problem}: 400 for a cursor of a log
 * that was never read.
 */
@ApplicationScoped
class RoomHistory {

    private final StoredMessages messages;
    private final LogEpochs epochs;
    private final RoomSearch search;

    RoomHistory(StoredMessages messages, LogEpochs epochs, RoomSearch search) {
        this.messages = messages;
        this.epochs = epochs;
        this.search = search;
    }

    /**
     * @param line makes a page's entry of a row and its cursor
     */
    <T> Uni<HistoryPage<T>> page(
            RoomReader reader, HistoryRequest request, BiFunction<StoredMessage, String, T> line) {
        return excerpt(reader, request)
                .chain(
                        excerpt ->
                                epochTexts(excerpt)
                                        .map(texts -> page(excerpt, request, line, texts)));
    }

    private Uni<Map<Integer, String>> epochTexts(Excerpt excerpt) {
        return excerpt.newestEpoch()
                .map(epochs::texts)
                .orElseGet(() -> Uni.createFrom().item(Map.of()));
    }

    private Uni<Excerpt> excerpt(RoomReader reader, HistoryRequest request) {
        int limit = request.limit();
        Position position = request.position();
        if (position instanceof Position.After after) {
            return place("after", after.cursor())
                    .chain(place -> messages.after(place, reader, limit))
                    .map(Excerpt::after);
        }
        Uni<Place> end =
                position instanceof Position.Before before
                        ? place("before", before.cursor())
                        : Uni.createFrom().item(Place.END);
        if (request.words().isPresent()) {
            return end.chain(place -> search.search(request.words().get(), place, reader, limit));
        }
        return end.chain(place -> messages.before(place, reader, limit + 1))
                .map(rows -> Excerpt.before(rows, limit));
    }

    private Uni<Place> place(String parameter, LogCursor cursor) {
        return epochs.find(cursor.epoch())
                .map(
                        number ->
                                number.orElseThrow(
                                        () ->
                                                Problem.badRequest(
                                                        parameter
                                                                + " is the cursor of a log that was"
                                                                + " never read.")))
                .map(epoch -> new Place(epoch, cursor.offset()));
    }

    private static <T> HistoryPage<T> page(
            Excerpt excerpt,
            HistoryRequest request,
            BiFunction<StoredMessage, String, T> line,
            Map<Integer, String> epochs) {
        List<T> lines = new ArrayList<>();
        for (StoredMessage row : excerpt.rows()) {
            lines.add(line.apply(row, cursor(row, epochs)));
        }
        String before = excerpt.next() == null ? null : cursor(excerpt.next(), epochs);
        return new HistoryPage<>(lines, before, after(excerpt, request, epochs));
    }

    private static String after(
            Excerpt excerpt, HistoryRequest request, Map<Integer, String> epochs) {
        if (!excerpt.rows().isEmpty()) {
            return cursor(excerpt.rows().get(0), epochs);
        }
        return request.position() instanceof Position.After asked ? asked.cursor().text() : null;
    }

    private static String cursor(StoredMessage row, Map<Integer, String> epochs) {
        String epoch = epochs.get(row.logEpoch);
        return new LogCursor(epoch, row.logPartition, row.logOffset).text();
    }
}
