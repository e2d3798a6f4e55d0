package org.dungeontalk.persistence.log;

import java.time.Instant;
import java.util.UUID;

/**
 * One valid message of the contract.
 *
 * @param receiverId null unless the message is a whisper
 * @param type {@code type} of a chat message, {@code messageType} of an AI game's
 * @param turn null unless {@code kind} is {@link MessageKind#AICHAT}
 */
public record LoggedMessage(
        MessageKind kind,
        UUID messageId,
        String roomId,
        String senderId,
        String receiverId,
        String senderNickname,
        String content,
        String type,
        Instant createdAt,
        AiTurn turn) {}
