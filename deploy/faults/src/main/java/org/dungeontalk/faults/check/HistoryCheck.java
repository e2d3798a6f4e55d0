package org.dungeontalk.faults.check;

/** Checks what one player read in a room's history. */
final class HistoryCheck {

    private final String name;
    private final Events.View events;
    private final Messages messages;
    private final RoomFindings findings;
    private int[] readIn;
    private int reading;
    private int lowest;
    private int highest;

    HistoryCheck(PlayerEvents player, Messages messages, RoomFindings findings) {
        this.name = player.name();
        this.events = player.events();
        this.messages = messages;
        this.findings = findings;
    }

    void check() {
        for (int event = 0; event < events.size(); event++) {
            EventKind kind = events.kind(event);
            if (kind == EventKind.HISTORY) {
                findMissing();
                begin();
            } else if (kind == EventKind.READ_HISTORY) {
                read(events.message(event));
            }
        }
        findMissing();
    }

    private void begin() {
        if (readIn == null) {
            readIn = new int[messages.size()];
        }
        reading++;
        lowest = Integer.MAX_VALUE;
        highest = -1;
    }

    private void read(int message) {
        if (readIn[message] == reading) {
            findings.message(
                    Violation.DUPLICATE, message, name, "twice in the history that %s read");
            return;
        }
        readIn[message] = reading;
        if (!messages.isVisibleTo(name, message)) {
            findings.message(
                    Violation.UNEXPECTED, message, name, "the history shows this whisper to %s");
        } else if (messages.isStored(message)) {
            int place = messages.place(message);
            if (place < highest) {
                findings.message(
                        Violation.OUT_OF_ORDER,
                        message,
                        name,
                        "the history that %s read has it late");
            }
            lowest = Math.min(lowest, place);
            highest = Math.max(highest, place);
        }
    }

    private void findMissing() {
        for (int place = lowest; reading > 0 && place <= highest; place++) {
            int message = messages.atPlace(place);
            if (readIn[message] != reading
                    && messages.isSent(message)
                    && messages.isVisibleTo(name, message)) {
                findings.message(
                        messages.isRead(message) ? Violation.UNSEEN : Violation.LOST,
                        message,
                        name,
                        "missing in the history that %s read");
            }
        }
    }
}
