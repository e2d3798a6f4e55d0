package org.dungeontalk.faults.check;

import java.util.ArrayList;
import java.util.List;

/** Follows the stream of one player's device through a room, and finds what is wrong with it. */
final class StreamCheck {

    private static final int NONE = -1;

    private final String room;
    private final String name;
    private final Events.View events;
    private final Messages messages;
    private final boolean gapsMayBeElsewhere;
    private final RoomFindings findings;
    private final int[] seenBy;
    private final int number;
    private final List<Segment> segments = new ArrayList<>();
    private long asked = Messages.NEVER;
    private long lostAt = Messages.NEVER;
    private boolean present;
    private int beforeGap = NONE;
    private int highest = NONE;
    private boolean disordered;

    /**
     * @param gapsMayBeElsewhere whether a gap may be told where the room has none
     * @param seenBy for each message the number of the last stream that has it; shared by all
     *     checks of a room
     * @param number the stream's number, from 1
     */
    StreamCheck(
            String room,
            PlayerEvents player,
            Messages messages,
            boolean gapsMayBeElsewhere,
            RoomFindings findings,
            int[] seenBy,
            int number) {
        this.room = room;
        this.name = player.name();
        this.events = player.events();
        this.messages = messages;
        this.gapsMayBeElsewhere = gapsMayBeElsewhere;
        this.findings = findings;
        this.seenBy = seenBy;
        this.number = number;
    }

    /** Checks. Returns whether the stream has another order than the log. */
    boolean check() {
        for (int event = 0; event < events.size(); event++) {
            follow(events.kind(event), events.message(event), events.at(event));
        }
        if (lostAt != Messages.NEVER) {
            findings.player(
                    Violation.NOT_RESUMED,
                    new Evidence.OfPlayer(name, room, lostAt, "has not come back"));
        }
        if (beforeGap != NONE && beforeGap == messages.places() - 1) {
            wrongGap(messages.atPlace(beforeGap), "%s was told of a gap behind the last message");
        }
        for (Segment segment : segments) {
            findMissing(segment, present && segment == current());
        }
        return disordered;
    }

    private void follow(EventKind kind, int message, long at) {
        switch (kind) {
            case JOINING -> asked = at;
            case JOINED -> {
                beforeGap = NONE;
                answered();
                segments.add(new Segment(at));
            }
            case RESUMED -> resumed(at);
            case GAP -> gap(at);
            case READ_LIVE, READ_RESUMED -> read(message);
            case DISCONNECTED -> {
                present = false;
                lostAt = at;
            }
            case LEFT -> {
                present = false;
                lostAt = Messages.NEVER;
            }
            default -> {}
        }
    }

    private void answered() {
        present = true;
        lostAt = Messages.NEVER;
        asked = Messages.NEVER;
    }

    private void resumed(long at) {
        if (segments.isEmpty()) {
            segments.add(new Segment(at));
        }
        current().resume(Math.min(asked, at));
        answered();
    }

    private void gap(long at) {
        if (!segments.isEmpty() && current().last() >= 0) {
            beforeGap = current().last();
        }
        answered();
        segments.add(new Segment(at));
    }

    private void read(int message) {
        if (seenBy[message] == number) {
            findings.message(Violation.DUPLICATE, message, name, "%s read it more than once");
            return;
        }
        seenBy[message] = number;
        if (!messages.isVisibleTo(name, message)) {
            findings.message(Violation.UNEXPECTED, message, name, "%s must not see this whisper");
            return;
        }
        int place = messages.place(message);
        if (place < 0) {
            disordered = true;
            return;
        }
        if (segments.isEmpty()) {
            present = true;
            segments.add(new Segment(Messages.NEVER));
        }
        if (beforeGap != NONE && place == beforeGap + 1) {
            wrongGap(message, "%s was told of a gap directly before it");
        }
        beforeGap = NONE;
        disordered |= place < highest;
        highest = Math.max(highest, place);
        current().read(place);
    }

    private Segment current() {
        return segments.get(segments.size() - 1);
    }

    private void wrongGap(int message, String remark) {
        if (!gapsMayBeElsewhere) {
            findings.message(Violation.WRONGLY_TOLD, message, name, remark);
        }
    }

    private void findMissing(Segment segment, boolean toTheEnd) {
        int last = toTheEnd ? messages.places() - 1 : segment.last();
        for (int place = segment.from(messages); place <= last; place++) {
            int message = messages.atPlace(place);
            if (seenBy[message] == number
                    || !messages.isSent(message)
                    || !messages.isVisibleTo(name, message)) {
                continue;
            }
            if (messages.isRead(message)) {
                findings.message(
                        segment.missing(place, messages.loggedAt(message)),
                        message,
                        name,
                        "%s has not read it");
            } else {
                findings.message(Violation.LOST, message, name, "nobody has read it, not even %s");
            }
        }
    }
}
