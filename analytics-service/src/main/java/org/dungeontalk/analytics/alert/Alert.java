package org.dungeontalk.analytics.alert;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * An anomaly, from its first message to its last. It is a function of the log: a second reading
 * gives the same alert with the same id. Times are event times in milliseconds.
 *
 * @param id made from kind, subject and the first message's position in the log
 * @param roomId the first room; null if it is about more than one room
 * @param startedAt the first message that belongs to it
 * @param raisedAt the message that raised it
 * @param lastAt the newest message that belongs to it
 * @param endsAt when it is over, unless it continues before that
 * @param messages number of messages that belong to it
 * @param players number of players who took part
 * @param cursors its first messages, at most {@value #CURSORS}
 */
@FrameworkFree
public record Alert(
        UUID id,
        AlertKind kind,
        Subject subject,
        String roomId,
        Severity severity,
        long startedAt,
        long raisedAt,
        long lastAt,
        long endsAt,
        long messages,
        int players,
        List<String> cursors) {

    /** Most messages that an alert refers to. */
    public static final int CURSORS = 20;

    /** The id of an alert that began with this message. */
    public static UUID id(AlertKind kind, Subject subject, long startedAt, String cursor) {
        String name = String.join("|", kind.word(), subject.id(), Long.toString(startedAt), cursor);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
