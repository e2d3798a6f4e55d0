package org.dungeontalk.analytics.activity;

/**
 * What became of records, each of which is in exactly one of the four numbers.
 *
 * @param counted messages added to the activity
 * @param skipped records whose offset was behind the progress: read again, counted before
 * @param duplicate messages whose id was counted before at another offset
 * @param deadLettered records that can't be counted
 */
public record Outcome(int counted, int skipped, int duplicate, int deadLettered) {

    /** Nothing. */
    public static final Outcome NONE = new Outcome(0, 0, 0, 0);

    /** Both together. */
    public Outcome plus(Outcome other) {
        return new Outcome(
                counted + other.counted,
                skipped + other.skipped,
                duplicate + other.duplicate,
                deadLettered + other.deadLettered);
    }

    /** This many records, skipped. */
    public static Outcome skipped(int records) {
        return new Outcome(0, records, 0, 0);
    }
}
