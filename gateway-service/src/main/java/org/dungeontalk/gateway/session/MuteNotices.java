package org.dungeontalk.gateway.session;

import java.util.Optional;
import org.dungeontalk.gateway.message.MuteBody;
import org.dungeontalk.gateway.moderation.Moderation;
import org.dungeontalk.gateway.moderation.Ruling;
import org.dungeontalk.gateway.stomp.Destination;
import org.dungeontalk.gateway.stomp.ServerFrame;

/**
 * Tells a session's player on {@code /user/queue/moderation} whether it is muted, until when and
 * why: once at SUBSCRIBE, then whenever that changes, by a record of topic {@code moderation} or by
 * the clock. Confined to the connection's event loop.
 */
final class MuteNotices {
    private final Client client;
    private final Moderation moderation;
    private final Answers answers;
    private final UserQueues queues;
    private final String prefix;
    private long notices;
    private Optional<Ruling.Muted> told = Optional.empty();

    MuteNotices(
            String sessionId,
            Client client,
            Moderation moderation,
            Answers answers,
            UserQueues queues) {
        this.client = client;
        this.moderation = moderation;
        this.answers = answers;
        this.queues = queues;
        this.prefix = "moderation-" + sessionId + "-";
    }

    /** Says how it is now. */
    void tell(String playerId) {
        told = moderation.mute(playerId);
        queues.idOf(Destination.MODERATION).ifPresent(this::send);
    }

    /** Says how it is now, if that is not what was told last. */
    void look(String playerId) {
        if (!moderation.mute(playerId).equals(told)) {
            tell(playerId);
        }
    }

    private void send(String subscription) {
        client.send(
                ServerFrame.message(
                        ServerFrame.messageHead(
                                answers.version(), subscription, Destination.MODERATION),
                        prefix + ++notices,
                        told.map(m -> MuteBody.muted(m.ends().orElse(null), m.reason()))
                                .orElseGet(MuteBody::free)));
    }
}
