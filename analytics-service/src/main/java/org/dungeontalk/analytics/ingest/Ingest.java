package org.dungeontalk.analytics.ingest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dungeontalk.analytics.activity.ActivityStore;
import org.dungeontalk.analytics.activity.Outcome;
import org.dungeontalk.analytics.activity.Progress;
import org.dungeontalk.analytics.ingest.Decoded.Poison;

/**
 * Works through a batch: dead letters first, then the transaction that counts the rest and moves
 * the progress over all of it. So no record is passed over before its dead letter is safe.
 *
 * <p>When PostgreSQL refuses data (SQLSTATE class 22 or 23) the batch is halved until the record is
 * found that it refuses; that one becomes a dead letter and everything else is counted. Any other
 * failure is waited out by {@link Patience}.
 */
@ApplicationScoped
public class Ingest {

    private static final int LETTERS_AT_ONCE = 64;

    private final LogEpoch epoch;
    private final ActivityStore store;
    private final DeadLetters deadLetters;
    private final Patience patience;
    private final IngestMetrics metrics;

    Ingest(
            LogEpoch epoch,
            ActivityStore store,
            DeadLetters deadLetters,
            Patience patience,
            IngestMetrics metrics) {
        this.epoch = epoch;
        this.store = store;
        this.deadLetters = deadLetters;
        this.patience = patience;
        this.metrics = metrics;
    }

    /** The item comes when every record of the batch is counted or given up. Never fails. */
    Uni<Void> ingest(List<Item> items) {
        metrics.received(items.size());
        return epoch.get()
                .chain(
                        current ->
                                withoutPoisonBehindUs(current, items)
                                        .call(this::writeOff)
                                        .chain(rest -> count(current, rest))
                                        .map(done -> done.plus(missing(items, done))))
                .invoke(metrics::done)
                .replaceWithVoid();
    }

    /** Poison that is read again was written off before the progress moved over it. */
    private Uni<List<Item>> withoutPoisonBehindUs(String current, List<Item> items) {
        Set<Integer> poisoned =
                items.stream()
                        .filter(Item::isPoison)
                        .map(item -> item.source().partition())
                        .collect(Collectors.toSet());
        if (poisoned.isEmpty()) {
            return Uni.createFrom().item(items);
        }
        return patience.withStore(store.progress(current, poisoned), failure -> false)
                .map(progress -> withoutPoisonBehind(progress, items));
    }

    private static List<Item> withoutPoisonBehind(Progress progress, List<Item> items) {
        return items.stream().filter(item -> !(item.isPoison() && item.isPast(progress))).toList();
    }

    private static Outcome missing(List<Item> items, Outcome done) {
        int seen = done.counted() + done.skipped() + done.duplicate() + done.deadLettered();
        return Outcome.skipped(items.size() - seen);
    }

    private Uni<Void> writeOff(List<Item> items) {
        return Multi.createFrom()
                .iterable(items)
                .filter(Item::isPoison)
                .onItem()
                .transformToUni(this::writeOff)
                .merge(LETTERS_AT_ONCE)
                .collect()
                .last();
    }

    private Uni<Void> writeOff(Item item) {
        return item.decoded() instanceof Poison poison
                ? patience.withDeadLetters(deadLetters.write(item.source(), poison.reason()))
                : Uni.createFrom().voidItem();
    }

    private Uni<Outcome> count(String current, List<Item> items) {
        if (items.isEmpty()) {
            return Uni.createFrom().item(Outcome.NONE);
        }
        boolean countable = items.stream().anyMatch(item -> !item.isPoison());
        return patience.withStore(
                        store.apply(current, items.stream().map(Item::entry).toList()),
                        failure -> countable && isRefusal(failure))
                .onFailure(Ingest::isRefusal)
                .recoverWithUni(failure -> isolate(current, items, (PgException) failure));
    }

    private Uni<Outcome> isolate(String current, List<Item> items, PgException refusal) {
        if (items.size() == 1) {
            Item culprit =
                    items.get(0)
                            .givenUp("PostgreSQL refuses it: SQLSTATE " + refusal.getSqlState());
            return writeOff(culprit).chain(() -> count(current, List.of(culprit)));
        }
        int middle = items.size() / 2;
        return count(current, items.subList(0, middle))
                .chain(
                        first ->
                                count(current, items.subList(middle, items.size()))
                                        .map(first::plus));
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PgException refusal
                && refusal.getSqlState() != null
                && (refusal.getSqlState().startsWith("22")
                        || refusal.getSqlState().startsWith("23"));
    }
}
