package org.dungeontalk.gateway.message;

import java.time.Instant;
import org.dungeontalk.gateway.room.RoomKey;

/**
 * A message ready for the log.
 *
 * @param type the header {@code type}
 * @param from the sender's player id
 * @param to the receiver's player id of a whisper, else {@code null}
 * @param json exactly what every member gets
 * @param createdAt the record's time, in milliseconds
 */
public record LogMessage(
        RoomKey room, String type, String from, String to, byte[] json, Instant createdAt)
        implements Composed {}
