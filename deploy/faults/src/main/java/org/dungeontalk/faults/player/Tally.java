package org.dungeontalk.faults.player;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/** Counts what all players were told. Thread-safe. */
public final class Tally {

    private static final String TOLD_OF_GAP = " was told of a gap";

    private final BiPredicate<Draft, String> expected;
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Set<String> troubles = new TreeSet<>();
    private int receipts;
    private int repeated;
    private int clocksCorrected;
    private long lastReceipt;
    private long longestStall;
    private boolean talking;

    /**
     * @param expected whether something in the run gives a reason to refuse this message for good
     *     with this code
     */
    public Tally(BiPredicate<Draft, String> expected) {
        this.expected = expected;
    }

    /** From now on somebody always sends, so that acceptance can be judged. */
    public synchronized void talkBegins() {
        talking = true;
        lastReceipt = System.nanoTime();
    }

    /** From now on nobody needs to send. */
    public synchronized void talkEnds() {
        stalled();
        talking = false;
    }

    /** A message got its first receipt. */
    synchronized void receipt() {
        receipts++;
        stalled();
    }

    /** A message that had a receipt got another one for another attempt. */
    synchronized void repeated() {
        repeated++;
    }

    synchronized void refused(String code) {
        refusals.merge(code, 1, Integer::sum);
    }

    /** A message will not be sent again. */
    synchronized void refusedForGood(String player, Draft draft, String code) {
        if (!expected.test(draft, code)) {
            troubles.add(player + " was refused for good: " + code);
        }
    }

    /** A player was told that messages are missing. It may be told more than once. */
    synchronized void gap(String player) {
        troubles.add(player + TOLD_OF_GAP);
    }

    /** A gateway's time in a refusal was so different that the player's next ids have that time. */
    synchronized void clockCorrected() {
        clocksCorrected++;
    }

    private void stalled() {
        long now = System.nanoTime();
        if (talking) {
            longestStall = Math.max(longestStall, now - lastReceipt);
        }
        lastReceipt = now;
    }

    /** Number of messages with a receipt. */
    public synchronized int receipts() {
        return receipts;
    }

    /** How often a gateway's time corrected a player's. */
    public synchronized int clocksCorrected() {
        return clocksCorrected;
    }

    /** Number of players who were told of a gap. */
    public synchronized long gaps() {
        return troubles.stream().filter(trouble -> trouble.endsWith(TOLD_OF_GAP)).count();
    }

    /** A sentence for each player who was told of a gap, or was refused for good. */
    public synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** The longest time without any receipt while players sent, in seconds. */
    public synchronized double longestStallSeconds() {
        return longestStall / 1e9;
    }

    /**
     * One line.
     *
     * @param timings of all players, sorted
     */
    public synchronized String text(Timings timings) {
        return "%,d receipts, %,d repeated, refused %s, %,d streams interrupted (p50 %.1f s, longest %.1f s), longest time without a receipt %.1f s"
                .formatted(
                        receipts,
                        repeated,
                        refusals,
                        timings.gaps().size(),
                        timings.gapSeconds(50),
                        timings.gapSeconds(100),
                        longestStallSeconds());
    }
}
