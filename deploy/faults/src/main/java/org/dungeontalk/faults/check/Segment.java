package org.dungeontalk.faults.check;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a player's stream that must be complete: from a new subscription or a told gap to the
 * next of them. Resumes lie within it. Places as in {@link Messages}.
 */
final class Segment {

    private static final int NONE = Integer.MAX_VALUE;

    private final long began;
    private final List<Resume> resumes = new ArrayList<>();
    private int settled;
    private int first = NONE;
    private int last = -1;

    /** A resume between two messages of the stream. */
    private static final class Resume {

        private final long asked;
        private final int before;
        private int after = NONE;

        private Resume(long asked, int before) {
            this.asked = asked;
            this.before = before;
        }
    }

    /**
     * @param began when the player knew that it began; {@link Messages#NEVER} if it did not know
     */
    Segment(long began) {
        this.began = began;
    }

    /** The player asked for the rest at this time, and was told that the stream continues. */
    void resume(long asked) {
        resumes.add(new Resume(asked, last));
    }

    /** The player read the message at this place for the first time. */
    void read(int place) {
        first = Math.min(first, place);
        if (place > last) {
            last = place;
            for (; settled < resumes.size(); settled++) {
                resumes.get(settled).after = place;
            }
        }
    }

    /** The last place read; negative if there is none. */
    int last() {
        return last;
    }

    /** The first place that the player must have read. */
    int from(Messages messages) {
        return Math.min(first, messages.firstPlaceSentAfter(began));
    }

    /**
     * The name for a message that others read and this player must have read, and did not.
     *
     * @param loggedAt when the log had it
     */
    Violation missing(int place, long loggedAt) {
        int number = resumes.size() - 1;
        while (number >= 0 && resumes.get(number).before >= place) {
            number--;
        }
        if (number < 0) {
            return Violation.UNSEEN;
        }
        Resume resume = resumes.get(number);
        boolean caughtUp = loggedAt < resume.asked;
        if (resume.after == NONE ? caughtUp : place < resume.after) {
            return Violation.NOT_RESUMED;
        }
        return caughtUp ? Violation.WRONGLY_TOLD : Violation.UNSEEN;
    }
}
