package org.dungeontalk.analytics.anomaly;

import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Severity;
import org.dungeontalk.analytics.alert.Subject;

/**
 * A room's rate rises suddenly, in 10 seconds or in 60: above the floor, to a multiple of its mean,
 * and by enough standard deviations. Several players must take part, and only {@value
 * RoomRate#OF_ONE} messages of each player in 10 seconds count: one player alone makes a flood.
 */
public final class Surge extends KeyedDetector<RoomRate> {

    private static final long REMEMBERED = 6 * 3_600_000L;
    private static final double TIMES = 4;

    private final int floor;
    private final double deviations;
    private final int players;

    /**
     * A surge detector.
     *
     * @param floor messages in 10 seconds below which nothing is a surge; 3 times as many for 60
     *     seconds
     * @param deviations standard deviations above the mean
     * @param players how many must take part
     */
    public Surge(int floor, double deviations, int players, int capacity) {
        super(capacity, RoomRate::new, REMEMBERED);
        this.floor = floor;
        this.deviations = deviations;
        this.players = players;
    }

    @Override
    public void observe(Observation seen, Findings findings) {
        if (!seen.message().type().isSpeech()) {
            return;
        }
        RoomRate room = of(seen.message().roomId());
        room.add(seen.message().playerId(), seen.message().at(), seen.offset());
        boolean sudden =
                isSudden(room.inBucket(), floor, room, 1)
                        || isSudden(room.inMinute(), 3 * floor, room, RoomRate.BUCKETS);
        if (sudden && room.isKnown() && room.players() >= players) {
            findings.found(
                    seen,
                    AlertKind.SURGE,
                    Subject.room(seen.message().roomId()),
                    Severity.of(room.inBucket(), floor)
                            .or(Severity.of(room.inMinute(), 3L * floor)),
                    room.players(),
                    room::newest);
        }
    }

    private boolean isSudden(int count, int least, RoomRate room, int buckets) {
        if (count < least || count < TIMES * buckets * room.mean()) {
            return false;
        }
        double deviation = Math.sqrt(buckets * Math.max(1, Math.max(room.variance(), room.mean())));
        return count - buckets * room.mean() >= deviations * deviation;
    }
}
