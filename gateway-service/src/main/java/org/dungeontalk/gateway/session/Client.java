package org.dungeontalk.gateway.session;

import org.dungeontalk.gateway.GatewayMetrics;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.stomp.HeartBeat;
import org.dungeontalk.gateway.stomp.ServerFrame;
import org.dungeontalk.gateway.stomp.StompDecoder;
import org.dungeontalk.gateway.stomp.StompException;
import org.dungeontalk.gateway.stomp.StompFrame;
import org.dungeontalk.gateway.stomp.StompInput;
import org.dungeontalk.gateway.stomp.StompVersion;
import org.dungeontalk.gateway.wire.Loop;
import org.dungeontalk.gateway.wire.Outbox;
import org.dungeontalk.gateway.wire.TextMessage;
import org.dungeontalk.gateway.wire.Wire;
import org.jboss.logging.Logger;

/**
 * One connection: bytes in and out, heart-beats, time limits, closing. What the frames mean is the
 * {@link Session}'s part.
 *
 * <p>Confined to the connection's event loop. Every way it can end goes through {@link #close} or
 * {@link #gone}, and {@link #gone} is called exactly once.
 */
public final class Client {
    private static final Logger LOG = Logger.getLogger(Client.class);
    private static final long CLOSE_HANDSHAKE_MS = 5_000;
    private static final TextMessage BEAT = TextMessage.of(ServerFrame.HEART_BEAT);

    private final Services services;
    private final GatewayMetrics metrics;
    private final Loop loop;
    private final Outbox outbox;
    private final StompDecoder decoder;
    private final Session session;
    private final long connectBy;
    private final long stallMillis;
    private HeartBeat heartBeat = new HeartBeat(0, 0);
    private long lastRead;
    private boolean closing;

    /**
     * @param id names the connection in CONNECTED and in logs
     * @param known the player of the handshake's token, or {@code null}
     */
    Client(String id, Services services, Wire wire, Loop loop, Player known) {
        this.services = services;
        this.metrics = services.metrics;
        this.loop = loop;
        this.outbox =
                new Outbox(
                        wire,
                        loop,
                        services.config.outbound().queueBytes(),
                        () -> close(CloseCode.SLOW_CONSUMER));
        this.decoder = new StompDecoder(services.config.stomp().maxFrame());
        this.lastRead = loop.now();
        this.connectBy = lastRead + services.config.stomp().connectTimeout().toMillis();
        this.stallMillis = services.config.outbound().stallTimeout().toMillis();
        this.session = new Session(id, services, this, known);
        metrics.opened();
    }

    /**
     * Takes the bytes of one WebSocket message. Completes before it returns, so nothing queues up.
     */
    void received(byte[] bytes) {
        lastRead = loop.now();
        if (closing) {
            return;
        }
        try {
            decoder.decode(bytes, this::input);
        } catch (StompException e) {
            fail(e.getMessage(), null);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Session %s failed", session.id());
            close(CloseCode.INTERNAL);
        }
    }

    private void input(StompInput input) {
        if (closing) {
            return;
        }
        if (input instanceof StompFrame frame) {
            session.frame(frame);
        }
    }

    /** Looks at the clock; called every {@code nextLook} milliseconds. */
    void tick(long nextLook) {
        long now = loop.now();
        if (closing) {
            return;
        }
        if (!session.connected() && now > connectBy) {
            close(CloseCode.NO_CONNECT);
        } else if (heartBeat.lost(now - lastRead)) {
            close(CloseCode.SILENT);
        } else if (session.expired()) {
            close(CloseCode.TOKEN_EXPIRED);
        } else if (outbox.stuckFor(now) > stallMillis) {
            close(CloseCode.SLOW_CONSUMER);
        } else if (heartBeat.due(now - outbox.lastWrite(), nextLook)) {
            outbox.send(BEAT);
        }
    }

    /** From now on both sides speak this version and beat like this. */
    void agreed(StompVersion version, HeartBeat beat) {
        decoder.speak(version);
        heartBeat = beat;
    }

    void send(byte[] frame) {
        outbox.send(TextMessage.of(frame));
    }

    void deliver(TextMessage message, int count) {
        if (!closing) {
            metrics.delivered(count);
            outbox.send(message);
        }
    }

    /** Runs the task once nothing waits in the outbox; never once the connection is closing. */
    void whenTaken(Runnable task) {
        if (!closing) {
            outbox.whenEmpty(task);
        }
    }

    /** The peer broke the protocol: ERROR, then close. */
    void fail(String message, String receiptId) {
        send(ServerFrame.error(message, receiptId, session.version()));
        close(CloseCode.PROTOCOL_ERROR);
    }

    /** Begins the closing handshake; a peer that doesn't answer in 5 seconds is cut off. */
    void close(CloseCode code) {
        if (closing) {
            return;
        }
        closing = true;
        metrics.closing(code);
        LOG.debugf("Closing session %s: %s", session.id(), code);
        outbox.close(code);
        loop.after(CLOSE_HANDSHAKE_MS, outbox::abort);
    }

    /** The connection is no more. */
    void gone() {
        closing = true;
        session.gone();
        metrics.gone();
    }

    Loop loop() {
        return loop;
    }
}
