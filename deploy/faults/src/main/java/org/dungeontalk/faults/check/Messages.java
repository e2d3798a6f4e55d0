package org.dungeontalk.faults.check;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What is known of each message of a room in one region, in arrays by the message's number. A place
 * is a message's number among the stored ones, from 0; a message that is stored twice has its first
 * place.
 */
final class Messages {

    /** The time of what did not happen. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int NOWHERE = -1;

    private final RoomHistory room;
    private final List<PlayerEvents> players;
    private final long[] sentAt;
    private final int[] sender;
    private final BitSet whispers = new BitSet();

    /** Number of attempts that were not refused as not accepted. */
    private final int[] hopeful;

    private final BitSet receipts = new BitSet();

    /** The earliest time at which the log had it, as far as the region's players know. */
    private final long[] loggedAt;

    private final BitSet read = new BitSet();
    private final int[] place;
    private final int[] byPlace;

    /** For each place the latest time at which a message up to there was sent. */
    private final long[] sentUpTo;

    private int places;

    /**
     * @param messages number of messages that may occur in the players' events
     * @param findings gets answers to no attempt, and messages with more than one row
     */
    Messages(
            RoomHistory room,
            int messages,
            List<PlayerEvents> players,
            Ints stored,
            RoomFindings findings) {
        this.room = room;
        this.players = players;
        this.sentAt = filled(messages);
        this.loggedAt = filled(messages);
        this.sender = new int[messages];
        this.hopeful = new int[messages];
        this.place = new int[messages];
        Arrays.fill(place, NOWHERE);
        this.byPlace = new int[Math.min(messages, stored.size())];
        room.whispers().stream().filter(number -> number < messages).forEach(whispers::set);
        Attempts attempts = new Attempts(messages);
        for (int player = 0; player < players.size(); player++) {
            addSending(player, attempts, findings);
            addReading(players.get(player));
        }
        this.sentUpTo = addStored(stored, findings);
    }

    private static long[] filled(int size) {
        long[] times = new long[size];
        Arrays.fill(times, NEVER);
        return times;
    }

    private void addSending(int player, Attempts attempts, RoomFindings findings) {
        PlayerEvents sending = players.get(player);
        Events.View events = sending.events();
        attempts.connect();
        for (int event = 0; event < events.size(); event++) {
            EventKind kind = events.kind(event);
            int message = events.message(event);
            if (kind == EventKind.SENT) {
                attempts.begin(message);
                sent(message, player, events.at(event));
            } else if (kind.isOfSender()) {
                boolean expected = attempts.end(message);
                if (!expected && sending.home()) {
                    findings.message(
                            Violation.WRONGLY_TOLD,
                            message,
                            sending.name(),
                            "%s got an answer to no attempt, or a second one");
                }
                answered(message, kind, expected, sending.home() ? events.at(event) : NEVER);
            } else if (kind == EventKind.DISCONNECTED) {
                attempts.connect();
            }
        }
    }

    private void sent(int message, int player, long at) {
        hopeful[message]++;
        if (at < sentAt[message]) {
            sentAt[message] = at;
            sender[message] = player;
        }
    }

    private void answered(int message, EventKind kind, boolean expected, long at) {
        if (kind == EventKind.RECEIPT) {
            receipts.set(message);
            loggedAt[message] = Math.min(loggedAt[message], at);
        } else if (kind == EventKind.REFUSED && expected) {
            hopeful[message]--;
        }
    }

    private void addReading(PlayerEvents player) {
        if (!player.home()) {
            return;
        }
        Events.View events = player.events();
        for (int event = 0; event < events.size(); event++) {
            if (events.kind(event).source() != null) {
                int message = events.message(event);
                read.set(message);
                loggedAt[message] = Math.min(loggedAt[message], events.at(event));
            }
        }
    }

    private long[] addStored(Ints stored, RoomFindings findings) {
        long[] upTo = new long[byPlace.length];
        long latest = Long.MIN_VALUE;
        for (int row = 0; row < stored.size(); row++) {
            int message = stored.get(row);
            if (place[message] != NOWHERE) {
                findings.message(Violation.DUPLICATE, message, null, "stored more than once");
                continue;
            }
            place[message] = places;
            byPlace[places] = message;
            latest = isSent(message) ? Math.max(latest, sentAt[message]) : latest;
            upTo[places++] = latest;
        }
        return upTo;
    }

    int size() {
        return place.length;
    }

    boolean isSent(int message) {
        return sentAt[message] != NEVER;
    }

    /** Who sent it first; {@code null} if nobody did. */
    String sender(int message) {
        return isSent(message) ? players.get(sender[message]).name() : null;
    }

    /** Whether the first one who sent it is in the region. */
    boolean isSentHere(int message) {
        return isSent(message) && players.get(sender[message]).home();
    }

    /** Whether every attempt to send it was refused as not accepted. */
    boolean isRefused(int message) {
        return isSent(message) && hopeful[message] == 0;
    }

    /** Whether the log has it: there is a receipt, a reader or a row. */
    boolean isLogged(int message) {
        return receipts.get(message) || isRead(message) || isStored(message);
    }

    /** When the log had it, at the latest; {@link #NEVER} if the region's players don't know. */
    long loggedAt(int message) {
        return loggedAt[message];
    }

    boolean isRead(int message) {
        return read.get(message);
    }

    boolean isStored(int message) {
        return place[message] != NOWHERE;
    }

    /** Its place; negative if it is not stored. */
    int place(int message) {
        return place[message];
    }

    /** The message at a place. */
    int atPlace(int place) {
        return byPlace[place];
    }

    /** Number of places. */
    int places() {
        return places;
    }

    /** The first place of a message sent after this time; {@link #places} if there is none. */
    int firstPlaceSentAfter(long time) {
        int low = 0;
        int high = places;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sentUpTo[middle] > time) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Whether the player may see it. Whispers are seen by their sender and their receiver. */
    boolean isVisibleTo(String player, int message) {
        return !whispers.get(message)
                || player.equals(room.receiver(message))
                || player.equals(sender(message));
    }
}
