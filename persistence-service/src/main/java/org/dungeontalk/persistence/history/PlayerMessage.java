package org.dungeontalk.persistence.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.dungeontalk.persistence.store.StoredMessage;

/**
 * A message as a moderator sees it, in a chat room or an AI game.
 *
 * @param kind chat or aichat
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlayerMessage(
        String messageId,
        String kind,
        String roomId,
        String senderId,
        String receiverId,
        String senderNickname,
        String content,
        String type,
        String createdAt) {

    static PlayerMessage of(StoredMessage message) {
        return new PlayerMessage(
                message.messageId.toString(),
                message.kind,
                message.roomId,
                message.senderId,
                message.receiverId,
                message.senderNickname,
                message.content,
                message.type,
                InstantJson.of(message.createdAt));
    }
}
