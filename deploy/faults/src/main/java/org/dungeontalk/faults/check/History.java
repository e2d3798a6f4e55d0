package org.dungeontalk.faults.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * What happened in one run: what each player sent, was told and read, what each region stored, and
 * what it counted. It takes about thirteen bytes for an event and a hundred for a message.
 * Thread-safe.
 */
public final class History {

    /** The region of a run that has only one. */
    public static final String ONLY_REGION = "";

    private final LongSupplier clock;
    private final Map<String, RoomHistory> rooms = new TreeMap<>();
    private final Map<String, Counts> counts = new TreeMap<>();
    private final Set<String> regions = new TreeSet<>();
    private boolean logCut;

    /** A history that begins now. */
    public History() {
        this(sinceNow());
    }

    /**
     * A history with its own clock.
     *
     * @param clock nanoseconds; read once for each event, by any thread
     */
    History(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * What analytics-service counts.
     *
     * @param messages number of messages
     * @param players number of players who sent them
     */
    public record Counts(long messages, long players) {}

    /** Adds a player's device to a room. */
    public PlayerHistory player(String player, String room) {
        return player(ONLY_REGION, player, room);
    }

    /** Adds a player's device to a room, at a gateway of this region. */
    public synchronized PlayerHistory player(String region, String player, String room) {
        regions.add(region);
        return room(room).player(region, player, clock);
    }

    /** A region has stored this message. Called once for each row, in the order of the log. */
    public synchronized void stored(String region, String room, String id) {
        regions.add(region);
        room(room).stored(region, id);
    }

    /** A region's analytics-service counts this. Without a call, counts are not judged. */
    public synchronized void counted(String region, Counts counted) {
        counts.put(region, counted);
    }

    /**
     * The run takes records out of the log, creates it again, or lets players stay away for longer
     * than gateways catch up. Then a gateway may tell a gap where the room has none, because the
     * messages that it can't read may belong to other rooms.
     */
    public synchronized void logIsCut() {
        logCut = true;
    }

    synchronized boolean isLogCut() {
        return logCut;
    }

    synchronized List<RoomHistory> rooms() {
        return List.copyOf(rooms.values());
    }

    synchronized Set<String> regions() {
        return Set.copyOf(regions);
    }

    synchronized Optional<Counts> counts(String region) {
        return Optional.ofNullable(counts.get(region));
    }

    private RoomHistory room(String name) {
        return rooms.computeIfAbsent(name, RoomHistory::new);
    }

    private static LongSupplier sinceNow() {
        long began = System.nanoTime();
        return () -> System.nanoTime() - began;
    }
}
