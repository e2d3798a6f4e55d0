package org.dungeontalk.gateway.limit;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.github.bucket4j.Bucket;
import java.util.Optional;

/**
 * What one open connection may do, and what it holds of the gateway's limits until {@link
 * #release}. Confined to the connection's event loop.
 *
 * <p>A service is trusted not to flood: only its SENDs in flight are bounded.
 */
public final class ConnectionLimits {
    private static final int LEAST_BYTES = 1_024;

    private final Limits limits;
    private final String address;
    private final Bucket frames;
    private final Bucket bytes;
    private final Bucket refusals;
    private final boolean taken;
    private String player;
    private PlayerConnection connection;
    private boolean service;
    private boolean released;

    ConnectionLimits(Limits limits, String address) {
        this.limits = limits;
        limits.opened();
        this.address = address;
        this.frames = limits.frames();
        this.bytes = limits.bytes();
        this.refusals = limits.refusals();
        this.taken = limits.takeAddress(address);
    }

    /** Whether the address had a connection left. If not, this connection is to be closed. */
    public boolean taken() {
        return taken;
    }

    /**
     * The player is known now; if it has too many connections, an older one gives its place. Called
     * once.
     */
    public void take(String playerId, boolean isService, PlayerConnection connection) {
        service = isService;
        if (!isService && !released) {
            limits.takePlayer(playerId, connection);
            player = playerId;
            this.connection = connection;
        }
    }

    /**
     * Counts one more WebSocket frame, of whatever kind. Each counts as 1 KiB at least, which is
     * about what it costs.
     *
     * @return milliseconds until more may be read, 0 mostly
     */
    public long read(int payload) {
        if (free()) {
            return 0;
        }
        long over = bytes.consumeIgnoringRateLimits(Math.max(LEAST_BYTES, payload));
        if (over == 0) {
            return 0;
        }
        limits.refused(Limit.CONNECTION_BYTES);
        return NANOSECONDS.toMillis(over) + 1;
    }

    /** Judges one more frame that is no SEND. */
    public Optional<Limit> frame() {
        return free() || frames.tryConsume(1)
                ? Optional.empty()
                : limits.refused(Limit.CONNECTION_FRAMES);
    }

    /** Judges one more SEND, which is a frame as well. */
    public Optional<Limit> message() {
        if (free()) {
            return Optional.empty();
        }
        Optional<Limit> over = frame();
        return over.isPresent() ? over : limits.message(player, address);
    }

    /** Whether one more refusal is borne with; if not, the connection is to be closed. */
    public boolean allowsRefusal() {
        return refusals.tryConsume(1);
    }

    /** The connection is gone. Called once. */
    public void release() {
        released = true;
        limits.closed();
        if (taken) {
            limits.giveAddress(address);
        }
        if (player != null) {
            limits.givePlayer(player, connection);
        }
    }

    private boolean free() {
        return service || !limits.enabled();
    }
}
