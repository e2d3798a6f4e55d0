package org.dungeontalk.analytics.anomaly;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Severity;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.message.Hash;

/**
 * Many players say the identical text within a span, in one room or in many: the one anomaly that
 * no partition can see alone.
 *
 * <p>Deterministic without waiting: an alert belongs to a text and a slot of {@value #SLOT} ms of
 * event time, and is a function of the set of messages in which more messages only ever add. So it
 * doesn't matter which instance saw which partition first, and the last to look sees them all.
 */
public final class Raid {

    /** Length of a slot; a raid that lasts longer is one alert per slot. */
    public static final long SLOT = 600_000;

    private static final Comparator<RaidMessage> ORDER =
            Comparator.comparingLong(RaidMessage::at)
                    .thenComparingInt(RaidMessage::partition)
                    .thenComparingLong(RaidMessage::offset);

    private final int players;
    private final long span;
    private final int letters;
    private final AllowList allowed;

    /**
     * So many players in {@code span} milliseconds are a raid.
     *
     * @param letters texts with fewer are not looked at
     */
    public Raid(int players, long span, int letters, AllowList allowed) {
        this.players = players;
        this.span = span;
        this.letters = letters;
        this.allowed = allowed;
    }

    /**
     * A text that a player wrote.
     *
     * @param text the hash of what it says
     * @param player the hash of who says it
     * @param at event time in milliseconds
     */
    public record RaidMessage(
            long text, long player, String roomId, long at, int partition, long offset) {}

    /** What is kept of the message if it can be part of a raid. */
    public Optional<RaidMessage> candidate(Observation seen, int partition) {
        boolean can =
                seen.message().type().isSpeech()
                        && seen.text().length() >= letters
                        && !allowed.allows(seen.text());
        return can
                ? Optional.of(
                        new RaidMessage(
                                seen.text().hash(),
                                Hash.of(seen.message().playerId()),
                                seen.message().roomId(),
                                seen.message().at(),
                                partition,
                                seen.offset()))
                : Optional.empty();
    }

    /** How many players make a raid. */
    public int players() {
        return players;
    }

    /** Event time, in milliseconds, in which players have to be together. */
    public long span() {
        return span;
    }

    /**
     * The alerts of a text.
     *
     * @param raidMessages all that begin in the slots from {@code from} on, and a span more
     * @param from first slot, a multiple of {@link #SLOT}
     * @param to the end of the last slot
     */
    public List<Alert> alerts(
            long text, List<RaidMessage> raidMessages, long from, long to, String epoch) {
        List<RaidMessage> sorted = new ArrayList<>(raidMessages);
        sorted.sort(ORDER);
        List<Alert> alerts = new ArrayList<>();
        for (long slot = from; slot < to; slot += SLOT) {
            Set<RaidMessage> taking = taking(sorted, slot);
            if (!taking.isEmpty()) {
                alerts.add(alert(text, List.copyOf(taking), epoch));
            }
        }
        return alerts;
    }

    /** The messages of all windows that begin in the slot and hold enough players. */
    private Set<RaidMessage> taking(List<RaidMessage> sorted, long slot) {
        Set<RaidMessage> taking = new LinkedHashSet<>();
        Map<Long, Integer> inside = new HashMap<>();
        int end = 0;
        for (int begin = 0; begin < sorted.size(); begin++) {
            RaidMessage first = sorted.get(begin);
            for (; end < sorted.size() && sorted.get(end).at() < first.at() + span; end++) {
                inside.merge(sorted.get(end).player(), 1, Integer::sum);
            }
            boolean inSlot = first.at() >= slot && first.at() < slot + SLOT;
            if (inSlot && inside.size() >= players) {
                taking.addAll(sorted.subList(begin, end));
            }
            inside.computeIfPresent(first.player(), (id, count) -> count == 1 ? null : count - 1);
        }
        return taking;
    }

    private Alert alert(long text, List<RaidMessage> taking, String epoch) {
        RaidMessage first = taking.get(0);
        Subject subject = Subject.text(text);
        Set<Long> who = new LinkedHashSet<>();
        long raisedAt = first.at();
        for (RaidMessage raidMessage : taking) {
            if (who.size() < players) {
                raisedAt = raidMessage.at();
            }
            who.add(raidMessage.player());
        }
        long lastAt = taking.get(taking.size() - 1).at();
        boolean oneRoom = taking.stream().map(RaidMessage::roomId).distinct().count() == 1;
        return new Alert(
                Alert.id(AlertKind.RAID, subject, Math.floorDiv(first.at(), SLOT) * SLOT, epoch),
                AlertKind.RAID,
                subject,
                oneRoom ? first.roomId() : null,
                Severity.of(who.size(), players),
                first.at(),
                raisedAt,
                lastAt,
                lastAt + span,
                taking.size(),
                who.size(),
                taking.stream()
                        .limit(Alert.CURSORS)
                        .map(one -> epoch + '-' + one.partition() + '-' + one.offset())
                        .toList());
    }
}
