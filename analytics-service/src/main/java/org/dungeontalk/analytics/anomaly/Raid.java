package org.dungeontalk.analytics.anomaly;

import java.util.ArrayList;
import java.util.Collection;
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
 * Many players write the identical text within a span, in one room or in many. No single partition
 * can detect this anomaly.
 *
 * <p>Deterministic without waiting: an alert belongs to a text and a slot of {@value #SLOT} ms of
 * event time, and is a function of the set of messages, which only grows. So it doesn't matter
 * which instance saw which partition first: the last one to look sees all messages.
 */
public final class Raid {

    /** Length of a slot in milliseconds. A longer raid makes one alert per slot. */
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
     * A raid is this many players in {@code span} milliseconds.
     *
     * @param letters shorter texts are ignored
     */
    public Raid(int players, long span, int letters, AllowList allowed) {
        this.players = players;
        this.span = span;
        this.letters = letters;
        this.allowed = allowed;
    }

    /**
     * A player's text.
     *
     * @param text the hash of the text
     * @param player the hash of the player's id
     * @param at event time in milliseconds
     */
    public record RaidMessage(
            long text, long player, String roomId, long at, int partition, long offset) {}

    /** The part of the message that is stored if it may belong to a raid. */
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

    /** Event time in which the players must write, in milliseconds. */
    public long span() {
        return span;
    }

    /**
     * The alerts of a text.
     *
     * @param raidMessages all that begin in the slots from {@code from} on, plus a span
     * @param from first slot, a multiple of {@link #SLOT}
     * @param to the end of the last slot
     */
    public List<Alert> alerts(
            long text, List<RaidMessage> raidMessages, long from, long to, String epoch) {
        List<RaidMessage> sorted = new ArrayList<>(raidMessages);
        sorted.sort(ORDER);
        List<Alert> alerts = new ArrayList<>();
        for (long slot = from; slot < to; slot += SLOT) {
            Set<RaidMessage> taking = taking(sorted, slot, slot + SLOT);
            if (!taking.isEmpty()) {
                alerts.add(alert(text, List.copyOf(taking), epoch));
            }
        }
        return alerts;
    }

    /** Those of a text's messages that belong to a raid. */
    public Set<RaidMessage> members(Collection<RaidMessage> raidMessages) {
        List<RaidMessage> sorted = new ArrayList<>(raidMessages);
        sorted.sort(ORDER);
        return taking(sorted, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * The messages of all windows that begin between {@code from} and {@code to}, exclusive, and
     * have enough players.
     */
    private Set<RaidMessage> taking(List<RaidMessage> sorted, long from, long to) {
        Set<RaidMessage> taking = new LinkedHashSet<>();
        Map<Long, Integer> inside = new HashMap<>();
        int end = 0;
        int taken = 0;
        for (int begin = 0; begin < sorted.size(); begin++) {
            RaidMessage first = sorted.get(begin);
            for (; end < sorted.size() && sorted.get(end).at() < first.at() + span; end++) {
                inside.merge(sorted.get(end).player(), 1, Integer::sum);
            }
            boolean asked = first.at() >= from && first.at() < to;
            if (asked && inside.size() >= players) {
                taking.addAll(sorted.subList(Math.max(begin, taken), end));
                taken = end;
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
