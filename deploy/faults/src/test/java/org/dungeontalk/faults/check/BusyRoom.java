package org.dungeontalk.faults.check;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes the history of a room of ten members, who send by turns. One after the other loses the
 * connection for some messages, and resumes. Of a chosen kind there is one violation, in the
 * middle.
 */
final class BusyRoom {

    private static final int MEMBERS = 10;
    private static final int EVENTS_OF_PAIR = 2 * (2 + MEMBERS);
    private static final int PAIRS_BETWEEN_ABSENCES = 40;
    private static final int PAIRS_AWAY = 10;

    /** Never away in the middle, when the violation happens. */
    private static final int VICTIM = MEMBERS - 1;

    private final History history;
    private final String name;
    private final List<PlayerHistory> members = new ArrayList<>();
    private final List<String> missed = new ArrayList<>();
    private int away = -1;
    private long serial;
    private long events;

    BusyRoom(History history, String name) {
        this.history = history;
        this.name = name;
        for (int member = 0; member < MEMBERS; member++) {
            members.add(history.player(name + " player-" + member, name));
            members.get(member).joined();
        }
    }

    /**
     * Writes at least this number of events.
     *
     * @param planted the violation; {@code null}: none
     * @return number of events
     */
    long fill(long least, Violation planted) {
        long pairs = least / EVENTS_OF_PAIR + 1;
        for (long pair = 0; pair < pairs; pair++) {
            comeAndGo(pair, pairs / 2, planted);
            say(pair == pairs / 2 ? planted : null);
        }
        back(null);
        return events;
    }

    /** For {@link Violation#NOT_RESUMED} the victim is away right before the middle. */
    private void comeAndGo(long pair, long middle, Violation planted) {
        if (planted == Violation.NOT_RESUMED && Math.abs(pair - middle) < 2) {
            if (pair == middle - 1) {
                leave(VICTIM);
            } else if (pair == middle) {
                back(planted);
            }
            return;
        }
        long phase = pair % PAIRS_BETWEEN_ABSENCES;
        if (phase == 1) {
            leave((int) (pair / PAIRS_BETWEEN_ABSENCES % VICTIM));
        } else if (phase == PAIRS_AWAY) {
            back(null);
        }
    }

    private void leave(int member) {
        back(null);
        away = member;
        members.get(member).disconnected();
    }

    /** The one who is away comes back, and reads what was missed. */
    private void back(Violation planted) {
        if (away < 0) {
            return;
        }
        PlayerHistory member = members.get(away);
        member.joining();
        member.resumed();
        missed.subList(0, planted == null ? 0 : 1).clear();
        missed.forEach(id -> member.read(id, Source.RESUME));
        events += missed.size();
        missed.clear();
        away = -1;
    }

    /** Two members send a message each, and all members read both. */
    private void say(Violation planted) {
        String first = send(planted == Violation.LOST);
        String second = send(false);
        if (planted == Violation.WRONGLY_TOLD) {
            members.get(VICTIM).receipt(first);
        } else if (planted == Violation.UNEXPECTED) {
            history.stored(History.ONLY_REGION, name, new UUID(-1, -1).toString());
        }
        for (int member = 0; member < MEMBERS; member++) {
            boolean swapped =
                    planted == Violation.OUT_OF_ORDER
                            || planted == Violation.SPLIT_ORDER && member == VICTIM;
            read(member, swapped ? second : first);
            if (planted != Violation.UNSEEN || member != VICTIM) {
                read(member, swapped ? first : second);
            }
            if (planted == Violation.DUPLICATE && member == VICTIM) {
                read(member, first);
            }
        }
    }

    private String send(boolean lost) {
        String id = new UUID(name.hashCode(), serial).toString();
        PlayerHistory sender = members.get((int) (serial++ % MEMBERS));
        sender.sent(id);
        sender.receipt(id);
        events += 2;
        if (!lost) {
            history.stored(History.ONLY_REGION, name, id);
        }
        return id;
    }

    private void read(int member, String id) {
        if (member == away) {
            missed.add(id);
        } else {
            members.get(member).read(id, Source.LIVE);
            events++;
        }
    }
}
