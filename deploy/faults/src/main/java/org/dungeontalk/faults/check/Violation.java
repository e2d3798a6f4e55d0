package org.dungeontalk.faults.check;

import java.util.Locale;

/**
 * The ways in which a run can break the guarantees. A message is in the log if its sender got a
 * receipt, if it is stored, or if a player read it. A member must read a message if it is stored,
 * the member may see it, and one of these is true:
 *
 * <ul>
 *   <li>it lies between two messages that the member read, and no gap was told and no new
 *       subscription made between them
 *   <li>it lies behind the last message that the member read, and the member has stayed to the end
 *   <li>it was sent after the member's subscription was answered, and the member has read a later
 *       message or has stayed to the end
 * </ul>
 */
public enum Violation {
    /**
     * A message is in the log but not stored, or no player has read it although a member must.
     * Also: analytics-service counts fewer messages than are stored, or fewer players than sent
     * them.
     */
    LOST,
    /**
     * A member read a message more than once, or it is stored more than once, or one reading of the
     * history holds it more than once. Also: analytics-service counts more messages than the log
     * has. Reading the history again, and reading on another device, is no duplicate.
     */
    DUPLICATE,
    /**
     * Others read a message that a member must read, and that member did not. Or a reading of the
     * history leaves out a stored message between its oldest and its newest one.
     */
    UNSEEN,
    /**
     * A member, or a reading of the history, has a message after one that is stored behind it, and
     * no two members contradict each other about the two.
     */
    OUT_OF_ORDER,
    /** No single order has all members' streams as its parts. */
    SPLIT_ORDER,
    /**
     * A message is read or stored that nobody sent in the room, or a whisper is read by a player
     * who is neither its sender nor its receiver. Also: analytics-service counts more players than
     * sent messages.
     */
    UNEXPECTED,
    /**
     * A player who lost the connection did not come back. Or a player came back, was told that the
     * stream continues, and a message that others read is missing between the last message before
     * and the first one after that.
     */
    NOT_RESUMED,
    /**
     * An attempt to send was answered more than once, or an answer belongs to no attempt on its
     * connection. Every attempt was refused as not accepted, and the message is in the log. A
     * player was told that the stream continues, and a message is missing inside of what was then
     * caught up. A player was told of a gap where the room has none.
     */
    WRONGLY_TOLD;

    /** The words for reports: {@code out of order}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
