package org.dungeontalk.faults.check;

import java.util.List;

/** Judges one room in one region. */
final class RoomCheck {

    private final RoomHistory room;
    private final boolean logCut;
    private final RoomFindings findings = new RoomFindings();
    private final List<PlayerEvents> all;
    private final List<PlayerEvents> home;
    private final Ints stored;
    private final Messages messages;

    RoomCheck(RoomHistory room, String region, boolean logCut) {
        this.room = room;
        this.logCut = logCut;
        this.all =
                room.players().stream()
                        .map(
                                player ->
                                        new PlayerEvents(
                                                player,
                                                player.region().equals(region),
                                                player.events()))
                        .toList();
        this.home = all.stream().filter(PlayerEvents::home).toList();
        this.stored = room.stored(region);
        this.messages = new Messages(room, room.messages(), all, stored, findings);
    }

    Messages messages() {
        return messages;
    }

    Verdict check() {
        boolean complete = checkMessages();
        boolean disordered = false;
        int[] seenBy = new int[messages.size()];
        int number = 0;
        for (PlayerEvents player : home) {
            StreamCheck stream =
                    new StreamCheck(
                            room.name(),
                            player,
                            messages,
                            logCut || !complete,
                            findings,
                            seenBy,
                            ++number);
            disordered |= stream.check();
            new HistoryCheck(player, messages, findings).check();
        }
        if (disordered) {
            new Orders(home, messages, findings).check();
        }
        return findings.verdict(new Ways(room, all, stored));
    }

    /** Judges each message without the streams. Returns whether all of the log is stored. */
    private boolean checkMessages() {
        boolean complete = true;
        for (int message = 0; message < messages.size(); message++) {
            if (!messages.isSent(message)) {
                if (messages.isStored(message) || messages.isRead(message)) {
                    findings.message(Violation.UNEXPECTED, message, null, "nobody sent it");
                }
            } else if (messages.isLogged(message)) {
                if (!messages.isStored(message)) {
                    complete = false;
                    findings.message(Violation.LOST, message, null, "not stored");
                }
                if (messages.isRefused(message) && messages.isSentHere(message)) {
                    findings.message(
                            Violation.WRONGLY_TOLD,
                            message,
                            messages.sender(message),
                            "the gateway refused every attempt of %s, and the log has it");
                }
            }
        }
        return complete;
    }
}
