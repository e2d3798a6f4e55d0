package org.dungeontalk.gateway.session;

import org.dungeontalk.gateway.limit.Allowance;
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
 * How one session's frames are answered: a RECEIPT where one was asked for, or a refusal on {@code
 * /user/queue/errors}. Who is refused too often is closed. Confined to the connection's event loop.
 */
final class Answers {
    private final Client client;
    private final PublishMetrics sends;
    private final SessionMetrics metrics;
    private final Allowance allowance;
    private final UserQueues queues;
    private final String refusalPrefix;
    private long refusals;
    private StompVersion version = StompVersion.V1_2;

    Answers(
            String sessionId,
            Client client,
            PublishMetrics sends,
            SessionMetrics metrics,
            Allowance allowance,
            UserQueues queues) {
        this.client = client;
        this.sends = sends;
        this.metrics = metrics;
        this.allowance = allowance;
        this.queues = queues;
        this.refusalPrefix = "refused-" + sessionId + "-";
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
            client.send(ServerFrame.receipt(version, receipt));
        }
    }

    /** Answers a SUBSCRIBE to a room. */
    void receipt(StompFrame frame, StreamPosition position) {
        String receipt = frame.header("receipt");
        if (receipt != null) {
            client.send(ServerFrame.subscribeReceipt(version, receipt, position));
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
        client.send(
                ServerFrame.message(
                        ServerFrame.messageHead(version, subscription, Destination.ERRORS),
                        refusalPrefix + ++refusals,
                        RefusalBody.of(refusal, frame.header("receipt"))));
        if (!allowance.bears()) {
            client.close(CloseCode.POLICY);
        }
    }
}
