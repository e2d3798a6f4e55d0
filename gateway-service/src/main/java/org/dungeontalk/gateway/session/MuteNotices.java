package org.dungeontalk.gateway.session;

import java.util.Optional;
import org.dungeontalk.gateway.message.MuteBody;
import org.dungeontalk.gateway.moderation.Moderation;
import org.dungeontalk.gateway.moderation.ModerationRule;
import org.dungeontalk.gateway.stomp.Destination;
import org.dungeontalk.gateway.stomp.ServerFrame;

/**
 * Tells a session's player on {@code /user/queue/moderation} whether they are muted, until when and
 * why: at SUBSCRIBE, and whenever the answer changes, by a record of the topic {@code moderation}
 * or by time. Confined to the connection's event loop.
 */
final class MuteNotices {
    private final Connection connection;
    private final Moderation moderation;
    private final FrameReplies replies;
    private final UserQueues queues;
    private final String sessionId;
    private long notices;
    private Optional<ModerationRule.Muted> sent = Optional.empty();

    MuteNotices(
            String sessionId,
            Connection connection,
            Moderation moderation,
            FrameReplies replies,
            UserQueues queues) {
        this.connection = connection;
        this.moderation = moderation;
        this.replies = replies;
        this.queues = queues;
        this.sessionId = sessionId;
    }

    /** Sends the current mute. */
    void tell(String playerId) {
        sent = moderation.mute(playerId);
        queues.idOf(Destination.MODERATION).ifPresent(this::send);
    }

    /** Sends the current mute if it differs from the one sent last. */
    void look(String playerId) {
        if (!moderation.mute(playerId).equals(sent)) {
            tell(playerId);
        }
    }

    private void send(String subscription) {
        connection.send(
                ServerFrame.message(
                        ServerFrame.messageHead(
                                replies.version(), subscription, Destination.MODERATION),
                        "moderation-" + sessionId + "-" + ++notices,
                        sent.map(m -> MuteBody.muted(m.ends().orElse(null), m.reason()))
                                .orElseGet(MuteBody::free)));
    }
}
