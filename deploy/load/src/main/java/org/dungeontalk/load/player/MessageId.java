package org.dungeontalk.load.player;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Message ids made by a client: UUIDv7, time-ordered to the millisecond. The same id makes a retry
 * safe.
 */
public final class MessageId {

    private MessageId() {}

    /** A new id with the current time. */
    public static String next() {
        return at(System.currentTimeMillis());
    }

    /**
     * A new id with another time.
     *
     * @param epochMillis milliseconds since 1970
     */
    public static String at(long epochMillis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = epochMillis << 16 | 0x7000 | random.nextInt(0x1000);
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
