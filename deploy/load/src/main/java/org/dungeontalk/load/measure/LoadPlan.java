package org.dungeontalk.load.measure;

import java.security.SecureRandom;

/** What is measured; the start is set once all members are there. Thread-safe. */
final class LoadPlan {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String roomPrefix;
    private final int clients;
    private final int rooms;
    private final int textLength;
    private final OpenLoop loop;
    private volatile long start;

    /**
     * @param roomPrefix of the rooms' ids; new in each run, so that no older message is in them
     * @param clients members in all
     * @param rooms that they are spread over evenly
     * @param textLength characters of a message's text
     * @param loop when messages are sent
     */
    LoadPlan(String roomPrefix, int clients, int rooms, int textLength, OpenLoop loop) {
        this.roomPrefix = roomPrefix;
        this.clients = clients;
        this.rooms = rooms;
        this.textLength = textLength;
        this.loop = loop;
    }

    /** A prefix that no other run has, even one that starts at the same moment elsewhere. */
    static String newRoomPrefix() {
        return "measure-%012x-".formatted(RANDOM.nextLong() >>> 16);
    }

    int clients() {
        return clients;
    }

    int rooms() {
        return rooms;
    }

    int textLength() {
        return textLength;
    }

    OpenLoop loop() {
        return loop;
    }

    long warmUpNanos() {
        return loop.warmUpNanos();
    }

    String roomId(int room) {
        return roomPrefix + room;
    }

    /** Members of a room: its number, and each one that is a multiple of the rooms further. */
    int membersOf(int room) {
        return (clients - room + rooms - 1) / rooms;
    }

    /** Which member sends the message: all in turn. */
    int senderOf(long message) {
        return (int) (message % clients);
    }

    /** Deliveries that count, if nothing is lost. */
    long expected() {
        return deliveries(loop.firstCounted(), loop.messages());
    }

    /** Deliveries of the warm-up, if nothing is lost. */
    long expectedInWarmUp() {
        return deliveries(0, loop.firstCounted());
    }

    private long deliveries(long from, long to) {
        long deliveries = 0;
        for (long message = from; message < to; message++) {
            deliveries += membersOf(senderOf(message) % rooms);
        }
        return deliveries;
    }

    /** The load starts now. */
    long begin() {
        start = System.nanoTime();
        return start;
    }

    /** When it started, on the clock of {@link System#nanoTime}. */
    long start() {
        return start;
    }
}
