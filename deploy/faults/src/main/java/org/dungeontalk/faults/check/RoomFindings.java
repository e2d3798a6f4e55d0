package org.dungeontalk.faults.check;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/** Collects what is wrong in one room. A message counts once for each violation. */
final class RoomFindings {

    private final Map<Violation, BitSet> messages = new EnumMap<>(Violation.class);
    private final Map<Violation, Case> first = new EnumMap<>(Violation.class);
    private final Map<Violation, Finding> players = new EnumMap<>(Violation.class);

    /** The message with the lowest number, which is the one sent first. */
    private record Case(int message, String player, String remark) {}

    /**
     * Adds a message.
     *
     * @param player whom it concerns; {@code null}: nobody in particular
     * @param remark what is wrong; {@code %s} stands for the player's name
     */
    void message(Violation violation, int message, String player, String remark) {
        messages.computeIfAbsent(violation, any -> new BitSet()).set(message);
        Case earliest = first.get(violation);
        if (earliest == null || message < earliest.message) {
            first.put(violation, new Case(message, player, remark));
        }
    }

    /** Adds a player. */
    void player(Violation violation, Evidence.OfPlayer evidence) {
        players.merge(violation, new Finding(1, evidence), Finding::and);
    }

    /** Everything that was added, with the ways of the first messages. */
    Verdict verdict(Ways ways) {
        Map<Violation, Finding> all = new EnumMap<>(players);
        first.forEach(
                (violation, found) ->
                        all.merge(
                                violation,
                                new Finding(
                                        messages.get(violation).cardinality(),
                                        new Evidence.OfMessage(
                                                ways.of(found.message),
                                                found.remark.formatted(found.player))),
                                Finding::and));
        return new Verdict(all);
    }
}
