package org.dungeontalk.gateway.message;

import java.time.Instant;
import java.util.UUID;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * A message ready for the log.
 *
 * @param id the {@code messageId}
 * @param idChosen whether the sender chose it, so that the message may be sent again
 * @param type the header {@code type}
 * @param from the sender's player id
 * @param to the receiver's player id of a whisper, otherwise {@code null}
 * @param speaks whether it has words of the sender; a mere join or leave has none
 * @param json the bytes that every member gets
 * @param createdAt the record's timestamp, in milliseconds
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
