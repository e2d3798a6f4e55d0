package org.dungeontalk.persistence.replay;

import java.time.Instant;
import java.util.Map;

/** Where a replay begins. */
public sealed interface ReplayFrom {

    /** At the first record of each partition that is not older. */
    record Time(Instant instant) implements ReplayFrom {}

    /** At an offset of each partition; partitions that are not named are not replayed. */
    record Offsets(Map<Integer, Long> byPartition) implements ReplayFrom {}
}
