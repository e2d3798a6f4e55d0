package org.dungeontalk.analytics.activity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The counting of one batch: a function of the entries, the progress before them and the ids not
 * seen before. It keeps nothing, so counting again what was rolled back gives the same.
 */
public final class Tally {

    private final List<Entry> ahead;
    private final int skipped;
    private final Progress reached;

    private Tally(List<Entry> ahead, int skipped, Progress reached) {
        this.ahead = ahead;
        this.skipped = skipped;
        this.reached = reached;
    }

    /** Leaves out what the progress is past. The entries of a partition are in the log's order. */
    public static Tally of(List<Entry> entries, Progress progress) {
        List<Entry> ahead = new ArrayList<>(entries.size());
        int skipped = 0;
        for (Entry entry : entries) {
            if (entry.message().isPresent() && progress.isPast(entry.partition(), entry.offset())) {
                skipped++;
            } else {
                ahead.add(entry);
            }
        }
        return new Tally(ahead, skipped, progress.after(entries));
    }

    /** The progress when this is counted. */
    public Progress reached() {
        return reached;
    }

    /** The ids of the messages that may have to be counted, each once, in order. */
    public SortedSet<SeenId> ids() {
        SortedSet<SeenId> ids = new TreeSet<>();
        for (Entry entry : ahead) {
            entry.message().ifPresent(message -> ids.add(seenId(entry, message)));
        }
        return ids;
    }

    /**
     * Counts the messages whose id is unseen, the first of equal ones.
     *
     * @param unseen those of {@link #ids} that were not counted before
     */
    public Counted count(Set<SeenId> unseen) {
        Set<SeenId> left = new HashSet<>(unseen);
        SortedMap<Cell, Integer> cells = new TreeMap<>();
        int counted = 0;
        int duplicate = 0;
        int deadLettered = 0;
        for (Entry entry : ahead) {
            if (entry.message().isEmpty()) {
                deadLettered++;
            } else if (left.remove(seenId(entry, entry.message().get()))) {
                counted++;
                cells.merge(Cell.of(entry.message().get()), 1, Integer::sum);
            } else {
                duplicate++;
            }
        }
        return new Counted(cells, new Outcome(counted, skipped, duplicate, deadLettered));
    }

    private static SeenId seenId(Entry entry, GameMessage message) {
        return new SeenId(entry.partition(), message.messageId());
    }

    /**
     * What a batch adds.
     *
     * @param cells messages per cell, in the order in which they are to be written
     */
    public record Counted(SortedMap<Cell, Integer> cells, Outcome outcome) {}
}
