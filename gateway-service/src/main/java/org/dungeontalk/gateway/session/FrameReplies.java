package org.dungeontalk.gateway.session;

import org.dungeontalk.gateway.limit.ConnectionLimits;
import org.dungeontalk.gateway.limit.Limit;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.message.Refusal;
import org.dungeontalk.gateway.message.RefusalBody;
import org.dungeontalk.gateway.publish.PublishMetrics;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.stomp.Destination;
import org.dungeontalk.gateway.stomp.ServerFrame;
import org.dungeontalk.gateway.stomp.StompCommand;
import org.dungeontalk.gateway.stomp.StompFrame;
import org.dungeontalk.gateway.stomp.StompVersion;
import org.dungeontalk.gateway.stomp.StreamPosition;

/**
 * Answers one session's frames: with a RECEIPT if the frame asks for one, or with a refusal on
 * {@code /user/queue/errors}. Closes a client that is refused too often. Confined to the
 * connection's event loop.
 */
final class FrameReplies {
    private final Connection connection;
    private final PublishMetrics sends;
    private final SessionMetrics metrics;
    private final ConnectionLimits limits;
    private final UserQueues queues;
    private final String sessionId;
    private long refusals;
    private StompVersion version = StompVersion.V1_2;

    FrameReplies(
            String sessionId,
            Connection connection,
            PublishMetrics sends,
            SessionMetrics metrics,
            ConnectionLimits limits,
            UserQueues queues) {
        this.connection = connection;
        this.sends = sends;
        this.metrics = metrics;
        this.limits = limits;
        this.queues = queues;
        this.sessionId = sessionId;
    }

    StompVersion version() {
        return version;
    }

    void speak(StompVersion version) {
        this.version = version;
    }

    void receipt(StompFrame frame) {
        String receipt = frame.header("receipt");
        if (receipt != null) {
            connection.send(ServerFrame.receipt(version, receipt));
        }
    }

    /** Answers a SUBSCRIBE to a room. */
    void receipt(StompFrame frame, StreamPosition position) {
        String receipt = frame.header("receipt");
        if (receipt != null) {
            connection.send(ServerFrame.subscribeReceipt(version, receipt, position));
        }
    }

    void refuse(StompFrame frame, ErrorCode code, String message) {
        refuse(frame, new Refusal(code, message));
    }

    void refuse(StompFrame frame, Limit over) {
        refuse(frame, ErrorCode.RATE_LIMITED, over.sentence());
    }

    void refuse(StompFrame frame, Refusal refusal) {
        if (frame.command() == StompCommand.SEND) {
            sends.refusedSend(refusal.code());
        } else {
            metrics.refusedSubscribe(refusal.code());
        }
        String subscription = queues.idOf(Destination.ERRORS).orElse(Destination.ERRORS);
        connection.send(
                ServerFrame.message(
                        ServerFrame.messageHead(version, subscription, Destination.ERRORS),
                        "refused-" + sessionId + "-" + ++refusals,
                        RefusalBody.of(refusal, frame.header("receipt"))));
        if (!limits.allowsRefusal()) {
            connection.close(CloseCode.POLICY);
        }
    }
}
