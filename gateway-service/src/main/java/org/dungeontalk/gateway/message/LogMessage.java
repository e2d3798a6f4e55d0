package org.dungeontalk.gateway.message;

import java.time.Instant;
import java.util.UUID;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * A message ready for the log.
 *
 * @param id the {@code messageId}
 * @param idChosen whether the sender chose it, so that the message may come a second time
 * @param type the header {@code type}
 * @param from the sender's player id
 * @param to the receiver's player id of a whisper, else {@code null}
 * @param speaks whether it says anything of the sender's own; coming and going alone does not
 * @param json exactly what every member gets
 * @param createdAt the record's time, in milliseconds
 */
public record LogMessage(
        RoomKey room,
        UUID id,
        boolean idChosen,
        String type,
        String from,
        String to,
        boolean speaks,
        byte[] json,
        Instant createdAt)
        implements Composed {}
