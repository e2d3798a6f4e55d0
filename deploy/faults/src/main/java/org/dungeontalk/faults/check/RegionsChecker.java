package org.dungeontalk.faults.check;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Judges rooms that have players in several regions. The {@link Checker} judges each region alone:
 * it must store every message of any region, and all its members must read it once, in one order.
 * Orders may differ between regions, but not among messages sent in the same region.
 *
 * @param playerStreams the players of each region
 * @param stored for each region and room the ids in the order of the region's log
 */
public record RegionsChecker(
        Map<String, List<PlayerStream>> playerStreams,
        Map<String, Map<String, List<String>>> stored) {

    /** The checker's verdict on each room in each region. */
    public Map<String, Checker.Verdict> check() {
        Map<String, Checker.Verdict> verdicts = new TreeMap<>();
        for (String region : playerStreams.keySet()) {
            for (String room : rooms()) {
                verdicts.put(region + " " + room, checker(region, room).check());
            }
        }
        return verdicts;
    }

    /** Messages whose position among those of their own region differs in another region. */
    public Set<String> moved() {
        Set<String> moved = new LinkedHashSet<>();
        playerStreams.forEach(
                (home, players) -> {
                    OriginOrder order =
                            new OriginOrder(
                                    players.stream()
                                            .flatMap(player -> player.sent().stream())
                                            .collect(Collectors.toSet()));
                    for (String away : playerStreams.keySet()) {
                        for (String room : rooms()) {
                            moved.addAll(order.moved(stored(home, room), stored(away, room)));
                        }
                    }
                });
        return moved;
    }

    private Checker checker(String region, String room) {
        Set<String> sent = new HashSet<>();
        Set<String> receipts = new HashSet<>();
        Map<String, List<String>> read = new TreeMap<>();
        all().filter(player -> player.room().equals(room))
                .forEach(
                        player -> {
                            sent.addAll(player.sent());
                            receipts.addAll(player.receipts());
                        });
        playerStreams.get(region).stream()
                .filter(player -> player.room().equals(room))
                .forEach(player -> read.put(player.name(), player.read()));
        return new Checker(sent, receipts, read, stored(region, room));
    }

    private List<String> stored(String region, String room) {
        return stored.get(region).getOrDefault(room, List.of());
    }

    private Set<String> rooms() {
        Set<String> rooms = all().map(PlayerStream::room).collect(Collectors.toSet());
        stored.values().forEach(ofRegion -> rooms.addAll(ofRegion.keySet()));
        return rooms;
    }

    private Stream<PlayerStream> all() {
        return playerStreams.values().stream().flatMap(List::stream);
    }
}
