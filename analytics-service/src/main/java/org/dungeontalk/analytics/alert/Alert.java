package org.dungeontalk.analytics.alert;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * Something that should not be, from its first message to its last. A function of the log: read
 * again, the log gives the same alert with the same id. Times are event times in milliseconds.
 *
 * @param id named after kind, subject and the first message's place in the log
 * @param roomId where it was first seen; null when it is about more than one room
 * @param startedAt the first message that belongs to it
 * @param raisedAt the message that made it true
 * @param lastAt the newest message that belongs to it
 * @param endsAt over, unless something more happens until then
 * @param messages how many messages belong to it
 * @param players how many players took part
 * @param cursors the first of its messages, at most {@value #CURSORS}
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

    /** Messages an alert points at, at most. */
    public static final int CURSORS = 20;

    /** The id of an alert that began with this message. */
    public static UUID id(AlertKind kind, Subject subject, long startedAt, String cursor) {
        String name = String.join("|", kind.word(), subject.id(), Long.toString(startedAt), cursor);
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }
}
