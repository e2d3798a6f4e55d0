package org.dungeontalk.persistence.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.dungeontalk.persistence.store.StoredMessage;

/** A message of an AI game as players got it, with its cursor; absent fields stay absent. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AiChatLine(
        String messageId,
        String aiGameRoomId,
        String gameId,
        String senderId,
        String senderNickname,
        String content,
        String messageType,
        Long turnNumber,
        Long messageOrder,
        Long aiResponseTime,
        List<String> aiSources,
        String createdAt,
        String cursor) {

    static AiChatLine of(StoredMessage message, String cursor) {
        return new AiChatLine(
                message.messageId.toString(),
                message.roomId,
                message.gameId,
                message.senderId,
                message.senderNickname,
                message.content,
                message.type,
                message.turnNumber,
                message.messageOrder,
                message.aiResponseTime,
                message.aiSources == null ? null : List.of(message.aiSources),
                InstantJson.of(message.createdAt),
                cursor);
    }
}
