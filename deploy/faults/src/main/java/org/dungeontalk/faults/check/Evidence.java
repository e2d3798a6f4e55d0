package org.dungeontalk.faults.check;

/** One case of a violation, with what is known of it. */
public sealed interface Evidence {

    /** A message's id, a player's name, or what was counted. */
    String subject();

    /** Nanoseconds since the history began. */
    long at();

    /** The case on one line. */
    String text();

    /**
     * A message.
     *
     * @param remark what is wrong, and for which player
     */
    record OfMessage(Way way, String remark) implements Evidence {

        @Override
        public String subject() {
            return way.id();
        }

        @Override
        public long at() {
            return way.at();
        }

        @Override
        public String text() {
            return remark + ": " + way.text();
        }
    }

    /**
     * A player's stream in a room.
     *
     * @param remark what is wrong
     */
    record OfPlayer(String player, String room, long at, String remark) implements Evidence {

        @Override
        public String subject() {
            return player;
        }

        @Override
        public String text() {
            return "%s: %s in %s, at %.3f s".formatted(remark, player, room, at / 1e9);
        }
    }

    /**
     * A number of analytics-service.
     *
     * @param subject {@code messages} or {@code players}
     * @param remark the number, and what it should be
     */
    record OfCounts(String subject, String remark) implements Evidence {

        /** After all messages. */
        @Override
        public long at() {
            return Long.MAX_VALUE;
        }

        @Override
        public String text() {
            return subject + ": " + remark;
        }
    }
}
