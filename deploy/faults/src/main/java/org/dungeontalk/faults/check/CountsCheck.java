package org.dungeontalk.faults.check;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Compares what analytics-service counts with the messages of all rooms of a region. */
final class CountsCheck {

    private final Set<String> sendersOfStored = new HashSet<>();
    private final Set<String> sendersOfLogged = new HashSet<>();
    private long stored;
    private long logged;
    private long senderUnknown;

    /** Adds a room. */
    void add(Messages messages) {
        for (int message = 0; message < messages.size(); message++) {
            if (messages.isStored(message)) {
                stored++;
                add(messages.sender(message), sendersOfStored);
            }
            if (messages.isLogged(message)) {
                logged++;
                add(messages.sender(message), sendersOfLogged);
                senderUnknown += messages.isSent(message) ? 0 : 1;
            }
        }
    }

    private static void add(String sender, Set<String> senders) {
        if (sender != null) {
            senders.add(sender);
        }
    }

    /** Judges the counts. They may lie between what is stored and what is in the log. */
    Verdict check(History.Counts counts) {
        return compare("messages", counts.messages(), stored, logged, Violation.DUPLICATE)
                .and(
                        compare(
                                "players",
                                counts.players(),
                                sendersOfStored.size(),
                                sendersOfLogged.size() + senderUnknown,
                                Violation.UNEXPECTED));
    }

    private static Verdict compare(
            String what, long counted, long least, long most, Violation surplus) {
        if (counted < least) {
            return verdict(Violation.LOST, least - counted, what, counted, least);
        }
        return counted > most
                ? verdict(surplus, counted - most, what, counted, most)
                : Verdict.CLEAN;
    }

    private static Verdict verdict(
            Violation violation, long wrong, String what, long counted, long right) {
        String remark = "analytics-service counts %,d, and there are %,d".formatted(counted, right);
        return new Verdict(
                Map.of(violation, new Finding(wrong, new Evidence.OfCounts(what, remark))));
    }
}
