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
import org.dungeontalk.persistence.store.RoomPosition;
import org.dungeontalk.persistence.store.RoomViewer;
import org.dungeontalk.persistence.store.StoredMessage;
import org.dungeontalk.persistence.store.StoredMessages;

/**
 * Reads pages of a room in the order of the log. Fails with {@link Problem} 400 for a cursor of a
 * topic that was never read.
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
     * @param line turns a row and its cursor into an entry of the page
     */
    <T> Uni<HistoryPage<T>> page(
            RoomViewer viewer, HistoryRequest request, BiFunction<StoredMessage, String, T> line) {
        return rows(viewer, request)
                .chain(found -> epochTexts(found).map(texts -> page(found, request, line, texts)));
    }

    private Uni<Map<Integer, String>> epochTexts(PageRows found) {
        return found.newestEpoch()
                .map(epochs::texts)
                .orElseGet(() -> Uni.createFrom().item(Map.of()));
    }

    private Uni<PageRows> rows(RoomViewer viewer, HistoryRequest request) {
        int limit = request.limit();
        Position position = request.position();
        if (position instanceof Position.After after) {
            return positionOf("after", after.cursor())
                    .chain(from -> messages.after(from, viewer, limit))
                    .map(PageRows::after);
        }
        Uni<RoomPosition> end =
                position instanceof Position.Before before
                        ? positionOf("before", before.cursor())
                        : Uni.createFrom().item(RoomPosition.END);
        if (request.words().isPresent()) {
            return end.chain(from -> search.search(request.words().get(), from, viewer, limit));
        }
        return end.chain(from -> messages.before(from, viewer, limit + 1))
                .map(rows -> PageRows.before(rows, limit));
    }

    private Uni<RoomPosition> positionOf(String parameter, LogCursor cursor) {
        return epochs.find(cursor.epoch())
                .map(
                        number ->
                                number.orElseThrow(
                                        () ->
                                                Problem.badRequest(
                                                        parameter
                                                                + " is a cursor of an unknown"
                                                                + " log.")))
                .map(epoch -> new RoomPosition(epoch, cursor.offset()));
    }

    private static <T> HistoryPage<T> page(
            PageRows found,
            HistoryRequest request,
            BiFunction<StoredMessage, String, T> line,
            Map<Integer, String> epochs) {
        List<T> lines = new ArrayList<>();
        for (StoredMessage row : found.rows()) {
            lines.add(line.apply(row, cursor(row, epochs)));
        }
        String before = found.next() == null ? null : cursor(found.next(), epochs);
        return new HistoryPage<>(lines, before, after(found, request, epochs));
    }

    private static String after(
            PageRows found, HistoryRequest request, Map<Integer, String> epochs) {
        if (!found.rows().isEmpty()) {
            return cursor(found.rows().get(0), epochs);
        }
        return request.position() instanceof Position.After asked ? asked.cursor().text() : null;
    }

    private static String cursor(StoredMessage row, Map<Integer, String> epochs) {
        String epoch = epochs.get(row.logEpoch);
        return new LogCursor(epoch, row.logPartition, row.logOffset).text();
    }
}
