package org.dungeontalk.faults.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what all players were told. Thread-safe. */
final class Tally {

    private final Map<String, Integer> refusals = new TreeMap<>();
    private final List<String> troubles = new ArrayList<>();
    private final List<Long> gaps = new ArrayList<>();
    private int receipts;
    private int repeated;
    private long lastReceipt;
    private long longestStall;
    private boolean talking;

    /** From now on somebody always sends, so that acceptance can be judged. */
    synchronized void talkBegins() {
        talking = true;
        lastReceipt = System.nanoTime();
    }

    synchronized void talkEnds() {
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

    /** A player was told what nothing in the run gives a reason for. */
    synchronized void trouble(String what) {
        troubles.add(what);
    }

    /** A player is back after so many nanoseconds without a stream. */
    synchronized void back(long nanos) {
        gaps.add(nanos);
    }

    private void stalled() {
        long now = System.nanoTime();
        if (talking) {
            longestStall = Math.max(longestStall, now - lastReceipt);
        }
        lastReceipt = now;
    }

    /** Number of messages with a receipt. */
    synchronized int receipts() {
        return receipts;
    }

    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** The longest time without any receipt while players sent, in seconds. */
    synchronized double longestStallSeconds() {
        return longestStall / 1e9;
    }

    /** One line. */
    synchronized String text() {
        List<Long> sorted = gaps.stream().sorted().toList();
        return "%,d receipts, %,d repeated, refused %s, %,d streams interrupted (p50 %.1f s, longest %.1f s), longest time without a receipt %.1f s"
                .formatted(
                        receipts,
                        repeated,
                        refusals,
                        sorted.size(),
                        sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2) / 1e9,
                        sorted.isEmpty() ? 0 : sorted.get(sorted.size() - 1) / 1e9,
                        longestStall / 1e9);
    }
}
