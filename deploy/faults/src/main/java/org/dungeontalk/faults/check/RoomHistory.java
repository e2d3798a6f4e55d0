package org.dungeontalk.faults.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * What happened in one room. Messages are numbered in the order of their first event. Thread-safe.
 */
final class RoomHistory {

    private final String name;
    private final Ids ids = new Ids();
    private final Map<Integer, String> receivers = new HashMap<>();
    private final List<PlayerHistory> players = new ArrayList<>();
    private final Map<String, Ints> stored = new HashMap<>();

    RoomHistory(String name) {
        this.name = name;
    }

    synchronized PlayerHistory player(String region, String player, LongSupplier clock) {
        PlayerHistory history = new PlayerHistory(region, player, this, clock);
        players.add(history);
        return history;
    }

    /** The number of a message. */
    synchronized int number(String id) {
        return ids.number(id);
    }

    /** The number of a whisper. An id that was sent before stands for that message. */
    synchronized int whisper(String id, String receiver) {
        int before = ids.size();
        int message = ids.number(id);
        if (message == before) {
            receivers.put(message, receiver);
        }
        return message;
    }

    /** The next message in the order of a region's log. */
    synchronized void stored(String region, String id) {
        stored.computeIfAbsent(region, any -> new Ints()).add(ids.number(id));
    }

    String name() {
        return name;
    }

    synchronized List<PlayerHistory> players() {
        return List.copyOf(players);
    }

    synchronized String id(int message) {
        return ids.id(message);
    }

    synchronized int messages() {
        return ids.size();
    }

    /** Who gets a whisper; {@code null} if the message is none. */
    synchronized String receiver(int message) {
        return receivers.get(message);
    }

    /** The whispers' numbers. */
    synchronized List<Integer> whispers() {
        return List.copyOf(receivers.keySet());
    }

    /** The stored messages of a region, in the order of its log. */
    synchronized Ints stored(String region) {
        return stored.getOrDefault(region, new Ints());
    }

    /** The ids of a region's stored messages, in the order of its log. */
    synchronized List<String> storedIds(String region) {
        Ints numbers = stored(region);
        return IntStream.range(0, numbers.size())
                .mapToObj(row -> ids.id(numbers.get(row)))
                .toList();
    }

    /** The ids of the messages that a region's players sent. */
    Set<String> sentIn(String region) {
        Set<String> sent = new HashSet<>();
        for (PlayerHistory player : players()) {
            Events.View events = player.events();
            for (int event = 0; event < events.size(); event++) {
                if (player.region().equals(region) && events.kind(event) == EventKind.SENT) {
                    sent.add(id(events.message(event)));
                }
            }
        }
        return sent;
    }
}
