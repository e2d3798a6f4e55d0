package org.dungeontalk.load.player;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Message ids made by a client: UUIDv7, time-ordered to the millisecond. The same id makes a retry
 * safe.
 */
public final class MessageId {

    private MessageId() {}

    /** A new id of this moment. */
    public static String next() {
        return at(System.currentTimeMillis());
    }

    /**
     * A new id of another moment.
     *
     * @param epochMillis milliseconds since 1970
     */
    static String at(long epochMillis) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = epochMillis << 16 | 0x7000 | random.nextInt(0x1000);
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
