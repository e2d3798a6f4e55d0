package org.dungeontalk.persistence.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.dungeontalk.persistence.store.StoredMessage;

/** A chat message as players got it, with its cursor; absent fields stay absent. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChatLine(
        String messageId,
        String roomId,
        String senderId,
        String receiverId,
        String senderNickname,
        String content,
        String type,
        String createdAt,
        String cursor) {

    static ChatLine of(StoredMessage message, String cursor) {
        return new ChatLine(
                message.messageId.toString(),
                message.roomId,
                message.senderId,
                message.receiverId,
                message.senderNickname,
                message.content,
                message.type,
                InstantJson.of(message.createdAt),
                cursor);
    }
}
