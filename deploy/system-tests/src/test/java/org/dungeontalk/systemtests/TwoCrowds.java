package org.dungeontalk.systemtests;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.dungeontalk.faults.check.History;
import org.dungeontalk.faults.check.Records;
import org.dungeontalk.faults.check.RegionsChecker;
import org.dungeontalk.local.regions.Regions;

/** Players of the same rooms in both regions, checked by the {@link RegionsChecker}. */
final class TwoCrowds implements AutoCloseable {

    private final Map<String, Crowd> crowds = new LinkedHashMap<>();
    private final Map<String, Records> records = new LinkedHashMap<>();
    private final History history = new History();

    private TwoCrowds() {}

    /** Connects the players of both regions and subscribes each to its room. */
    static TwoCrowds gather(Regions regions, int rooms, int playersPerRoom) throws Exception {
        TwoCrowds both = new TwoCrowds();
        for (String name : Regions.NAMES) {
            var stack = regions.region(name);
            String secret = stack.data().secret();
            both.crowds.put(
                    name,
                    Crowd.gather(
                            stack.describe(),
                            secret,
                            both.history,
                            name,
                            name,
                            rooms,
                            playersPerRoom));
            both.records.put(name, new Records(stack.describe(), secret));
        }
        return both;
    }

    /** Each player of one region sends this number of messages; completes when all are answered. */
    CompletableFuture<Void> talk(String region, int messagesEach) {
        return crowds.get(region).talk(messagesEach);
    }

    /** Number of receipts of one region's players. */
    int receipts(String region) {
        return crowds.get(region).receipts();
    }

    /** Number of receipts in both regions. */
    int receipts() {
        return crowds.values().stream().mapToInt(Crowd::receipts).sum();
    }

    /** Whether a region's members have read as many messages as both regions have receipts. */
    boolean allRead(String region) {
        return crowds.get(region).members().stream()
                .allMatch(m -> m.read().size() >= receiptsIn(m.room()));
    }

    /** Whether a region's database has as many rows, and its analytics counts as many messages. */
    boolean allStored(String region) throws Exception {
        return records.get(region).rows() >= receipts()
                && records.get(region).activity().messages() >= receipts();
    }

    /** Number of messages that a region's analytics has counted. */
    long counted(String region) throws Exception {
        return records.get(region).activity().messages();
    }

    /** The checker, with all messages so far. To be called once. */
    RegionsChecker checker() throws Exception {
        for (String region : crowds.keySet()) {
            records.get(region).addTo(history, region);
        }
        return new RegionsChecker(history);
    }

    /** Permanently refused messages. */
    List<String> refused() {
        return members().flatMap(m -> m.refused().stream()).map(Object::toString).toList();
    }

    private Stream<Member> members() {
        return crowds.values().stream().flatMap(crowd -> crowd.members().stream());
    }

    private long receiptsIn(String room) {
        return members()
                .filter(member -> member.room().equals(room))
                .mapToLong(member -> member.receipts().size())
                .sum();
    }

    @Override
    public void close() {
        crowds.values().forEach(Crowd::close);
    }
}
