package org.dungeontalk.analytics.store;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dungeontalk.analytics.anomaly.Raid;
import org.dungeontalk.analytics.anomaly.Raid.RaidMessage;

/**
 * Looks for raids with the texts of a batch, among the rows of {@code text_batch} of all instances,
 * and writes the messages of raids to {@code raid_message}. Call it after the batch's own rows are
 * committed: of two instances, the later one then sees both.
 *
 * <p>Keeps rows that it has read, so that it reads each once; a row never changes. Which rows there
 * are it asks PostgreSQL each time. May be called on any thread.
 */
final class RaidSearch {

    /** Minutes of a batch that are searched at once. */
    private static final int MINUTES = 5;

    /** Approximate limit of the rows that are kept, in bytes. */
    private static final long KEPT = 32 << 20;

    private final Raid raid;
    private final Map<Long, TextBatch> known = new LinkedHashMap<>(16, 0.75f, true);

    /** A message of a raid, and where it was found. */
    private record Found(TextBatch batch, int number) {}

    RaidSearch(Raid raid) {
        this.raid = raid;
    }

    /** The messages of the current raids with these texts, of all instances, within a span. */
    Uni<List<RaidMessage>> find(SqlConnection with, String epoch, List<RaidMessage> raidMessages) {
        return Multi.createFrom()
                .iterable(stretches(raidMessages))
                .onItem()
                .transformToUniAndConcatenate(stretch -> stretch(with, epoch, stretch))
                .collect()
                .in(ArrayList::new, List::addAll);
    }

    private static List<List<RaidMessage>> stretches(List<RaidMessage> raidMessages) {
        Map<Long, List<RaidMessage>> stretches = new LinkedHashMap<>();
        for (RaidMessage one : raidMessages) {
            stretches
                    .computeIfAbsent(TextBatch.minute(one.at()) / MINUTES, at -> new ArrayList<>())
                    .add(one);
        }
        return List.copyOf(stretches.values());
    }

    private Uni<List<RaidMessage>> stretch(
            SqlConnection with, String epoch, List<RaidMessage> raidMessages) {
        Set<Long> minutes = new TreeSet<>();
        TextCounts looked = new TextCounts();
        for (RaidMessage one : raidMessages) {
            looked.ask(one.text());
            long last = TextBatch.minute(one.at() + raid.span());
            for (long at = TextBatch.minute(one.at() - raid.span()); at <= last; at++) {
                minutes.add(at);
            }
        }
        return TextBatchRows.texts(with, epoch, minutes, known())
                .map(this::read)
                .chain(batches -> frequent(with, batches, looked))
                .chain(found -> write(with, epoch, found));
    }

    private synchronized List<Long> known() {
        return List.copyOf(known.keySet());
    }

    /** The rows that are there now. */
    private synchronized Map<Long, TextBatch> read(Iterable<Row> rows) {
        Map<Long, TextBatch> batches = new HashMap<>();
        for (Row row : rows) {
            Long id = row.getLong(0);
            TextBatch batch = known.get(id);
            if (batch == null) {
                batch =
                        new TextBatch(
                                row.getLong(2), row.getBoolean(3), row.getBuffer(1).getBytes());
                known.put(id, batch);
            }
            batches.put(id, batch);
        }
        long size = known.values().stream().mapToLong(TextBatch::size).sum();
        for (var eldest = known.values().iterator(); size > KEPT && eldest.hasNext(); ) {
            size -= eldest.next().size();
            eldest.remove();
        }
        return batches;
    }

    /** The messages of texts that are there often enough for a raid, by text. */
    private Uni<Map<Long, Map<RaidMessage, Found>>> frequent(
            SqlConnection with, Map<Long, TextBatch> batches, TextCounts looked) {
        batches.values().forEach(batch -> batch.ask(looked));
        batches.values().forEach(batch -> batch.count(looked));
        Map<Long, List<Found>> found = new HashMap<>();
        if (looked.most() >= raid.players()) {
            batches.forEach(
                    (id, batch) ->
                            batch.frequent(
                                    looked,
                                    raid.players(),
                                    number ->
                                            found.computeIfAbsent(id, row -> new ArrayList<>())
                                                    .add(new Found(batch, number))));
        }
        List<Long> bare =
                found.keySet().stream().filter(id -> !batches.get(id).hasDetails()).toList();
        return (bare.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : TextBatchRows.details(with, bare)
                                .invoke(
                                        rows ->
                                                rows.forEach(
                                                        row ->
                                                                batches.get(row.getLong(0))
                                                                        .details(
                                                                                row.getBuffer(1)
                                                                                        .getBytes(),
                                                                                row
                                                                                        .getArrayOfStrings(
                                                                                                2))))
                                .replaceWithVoid())
                .map(
                        done -> {
                            Map<Long, Map<RaidMessage, Found>> texts = new HashMap<>();
                            for (List<Found> row : found.values()) {
                                for (Found one : row) {
                                    if (one.batch().hasDetails()) {
                                        RaidMessage message = one.batch().message(one.number());
                                        texts.computeIfAbsent(
                                                        message.text(), text -> new HashMap<>())
                                                .putIfAbsent(message, one);
                                    }
                                }
                            }
                            return texts;
                        });
    }

    /** Writes the messages of raids that are not yet in {@code raid_message}. */
    private Uni<List<RaidMessage>> write(
            SqlConnection with, String epoch, Map<Long, Map<RaidMessage, Found>> texts) {
        List<RaidMessage> members = new ArrayList<>();
        List<RaidMessage> fresh = new ArrayList<>();
        List<Found> places = new ArrayList<>();
        texts.values()
                .forEach(
                        messages -> {
                            for (RaidMessage one : raid.members(messages.keySet())) {
                                Found found = messages.get(one);
                                members.add(one);
                                if (!found.batch().isWritten(found.number())) {
                                    fresh.add(one);
                                    places.add(found);
                                }
                            }
                        });
        if (fresh.isEmpty()) {
            return Uni.createFrom().item(members);
        }
        return RaidMessageRows.add(with, epoch, fresh)
                .invoke(() -> places.forEach(place -> place.batch().written(place.number())))
                .replaceWith(members);
    }
}
