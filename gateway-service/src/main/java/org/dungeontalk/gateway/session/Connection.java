package org.dungeontalk.gateway.session;

import org.dungeontalk.gateway.handshake.HandshakeResult;
import org.dungeontalk.gateway.limit.ConnectionLimits;
import org.dungeontalk.gateway.limit.PlayerConnection;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.stomp.HeartBeat;
import org.dungeontalk.gateway.stomp.ServerFrame;
import org.dungeontalk.gateway.stomp.StompDecoder;
import org.dungeontalk.gateway.stomp.StompException;
import org.dungeontalk.gateway.stomp.StompFrame;
import org.dungeontalk.gateway.stomp.StompInput;
import org.dungeontalk.gateway.stomp.StompVersion;
import org.dungeontalk.gateway.text.MalformedTextException;
import org.dungeontalk.gateway.text.Utf8;
import org.dungeontalk.gateway.wire.Framing;
import org.dungeontalk.gateway.wire.Loop;
import org.dungeontalk.gateway.wire.OutboundQueue;
import org.dungeontalk.gateway.wire.TextMessage;
import org.dungeontalk.gateway.wire.Wire;
import org.jboss.logging.Logger;

/**
 * One connection: bytes in and out, heart-beats, time limits, closing. The {@link Session}
 * interprets the frames.
 *
 * <p>Confined to the connection's event loop, except the methods of {@link PlayerConnection}. Every
 * end goes through {@link #close} or {@link #gone}; {@link #gone} is called exactly once.
 */
public final class Connection implements PlayerConnection, Wire.Listener {
    private static final Logger LOG = Logger.getLogger(Connection.class);
    private static final long CLOSE_HANDSHAKE_MS = 3_000;
    private static final TextMessage BEAT = TextMessage.of(ServerFrame.HEART_BEAT);

    private final Services services;
    private final SessionMetrics metrics;
    private final Framing framing;
    private final Loop loop;
    private final Wire wire;
    private final OutboundQueue outbound;
    private final StompDecoder decoder;
    private final ConnectionLimits allowance;
    private final Session session;
    private final long connectBy;
    private HeartBeat heartBeat = new HeartBeat(0, 0);
    private volatile long lastRead;
    private long lastPing;
    private boolean draining;
    private boolean closing;
    private boolean comesBack = true;

    /**
     * @param id identifies the connection in CONNECTED and in logs
     * @param framing how STOMP travels in WebSocket messages
     * @param handshake the result of the handshake
     */
    Connection(
            String id,
            Services services,
            Wire wire,
            Framing framing,
            Loop loop,
            HandshakeResult handshake) {
        this.services = services;
        this.metrics = services.metrics;
        this.framing = framing;
        this.loop = loop;
        this.wire = wire;
        this.outbound =
                new OutboundQueue(
                        wire,
                        loop,
                        services.config.outbound().queueBytes(),
                        services.outbound,
                        () -> close(CloseCode.SLOW_CONSUMER));
        this.decoder = new StompDecoder(services.config.stomp().maxFrame());
        this.lastRead = loop.now();
        this.lastPing = lastRead;
        this.connectBy = lastRead + services.config.stomp().connectTimeout().toMillis();
        this.allowance = services.limits.allowance(handshake.address());
        this.session = new Session(id, services, this, allowance, handshake.player());
        wire.listen(this);
        framing.openFrame().ifPresent(outbound::send);
        if (!allowance.taken()) {
            close(CloseCode.TOO_MANY_CONNECTIONS);
        }
    }

    /** Every frame is a sign of life, even a pong. Past the limit reading pauses. */
    @Override
    public long frame(int bytes) {
        lastRead = loop.now();
        return allowance.read(bytes);
    }

    /** A piece of a frame is no sign of life, but each read has its cost. */
    @Override
    public long part() {
        return allowance.read(0);
    }

    @Override
    public void broken(CloseCode why) {
        close(why);
    }

    /** Processes one WebSocket message completely before it returns, so nothing queues up. */
    void received(byte[] bytes) {
        if (closing) {
            return;
        }
        try {
            framing.inbound(bytes, stomp -> decoder.decode(stomp, this::input));
        } catch (StompException e) {
            fail(e.getMessage(), null);
        } catch (MalformedTextException e) {
            close(CloseCode.NOT_UTF8);
        } catch (RuntimeException e) {
            LOG.errorf(e, "Session %s failed", session.id());
            close(CloseCode.INTERNAL);
        }
        wire.unfinished(decoder.unfinished());
    }

    private void input(StompInput input) {
        if (closing) {
            return;
        }
        if (input instanceof StompFrame frame) {
            Utf8.check(frame.body());
            session.frame(frame);
        }
    }

    /** Checks time limits and heart-beats; called every {@code nextLook} milliseconds. */
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
        } else if (session.revoked()) {
            close(CloseCode.TOKEN_REVOKED);
        } else if (outbound.stuckFor(now) > services.stallMillis) {
            close(CloseCode.SLOW_CONSUMER);
        } else if (now - lastRead > services.idleMillis) {
            outbound.abort();
        } else if (heartBeat.due(now - outbound.lastWrite(), nextLook)) {
            send(BEAT);
        }
        if (!closing) {
            session.look();
        }
        if (!closing
                && heartBeat.pingDue(
                        now - Math.max(lastRead, lastPing),
                        now - Math.max(outbound.lastWrite(), lastPing),
                        services.pingMillis)) {
            lastPing = now;
            wire.ping();
        }
    }

    /** Sets the negotiated version and heart-beat. */
    void agreed(StompVersion version, HeartBeat beat) {
        decoder.speak(version);
        heartBeat = beat;
    }

    void send(byte[] frame) {
        send(TextMessage.of(frame));
    }

    private void send(TextMessage message) {
        outbound.send(framing.outbound(message));
    }

    void deliver(TextMessage message, int count) {
        if (!closing) {
            metrics.delivered(count);
            send(message);
        }
    }

    /** Sends a message that does not count as delivered, because it is not from the log. */
    void notice(TextMessage message) {
        if (!closing) {
            outbound.send(message);
        }
    }

    /** Runs the task once the outbound queue is empty; never once the connection is closing. */
    void whenTaken(Runnable task) {
        if (!closing) {
            outbound.whenEmpty(task);
        }
    }

    /** The client broke the protocol: sends ERROR and closes. */
    void fail(String message, String receiptId) {
        send(ServerFrame.error(message, receiptId, session.version()));
        close(CloseCode.PROTOCOL_ERROR);
    }

    /** Starts the closing handshake; a client that does not answer within 3 seconds is cut off. */
    void close(CloseCode code) {
        if (closing) {
            return;
        }
        closing = true;
        comesBack = code.comesBack();
        decoder.end();
        metrics.closing(code);
        LOG.debugf("Closing session %s: %s", session.id(), code);
        loop.after(CLOSE_HANDSHAKE_MS, outbound::abort);
        framing.closeFrame(code).ifPresent(outbound::send);
        outbound.close(code);
    }

    /** The gateway stops: answers the SENDs in flight, then closes the connection with 1012. */
    void drain() {
        draining = true;
        session.drain();
    }

    /** Whether the connection is draining or closing. */
    boolean leaving() {
        return draining || closing;
    }

    /** The connection has ended. Always gives back its share of the connection limits. */
    void gone() {
        closing = true;
        decoder.end();
        try {
            outbound.abort();
            session.gone(comesBack);
        } finally {
            allowance.release();
        }
    }

    @Override
    public long lastHeard() {
        return lastRead;
    }

    @Override
    public void replace() {
        loop.execute(() -> close(CloseCode.REPLACED));
    }

    Loop loop() {
        return loop;
    }
}
