package org.dungeontalk.gateway.limit;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.Optional;

/**
 * The limits of one open connection, and its share of the gateway's limits until {@link #release}.
 * Confined to the connection's event loop.
 *
 * <p>Services are trusted: only their SENDs in flight are bounded.
 */
public final class ConnectionLimits {
    private static final int LEAST_BYTES = 1_024;

    private final Limits limits;
    private final String address;
    private final TokenBucket frames;
    private final TokenBucket bytes;
    private TokenBucket refusals;
    private final boolean taken;
    private String player;
    private PlayerConnection connection;
    private boolean service;
    private boolean released;

    ConnectionLimits(Limits limits, String address) {
        this.limits = limits;
        limits.opened();
        this.address = address;
        long now = System.nanoTime();
        this.frames = new TokenBucket(limits.frames(), now);
        this.bytes = new TokenBucket(limits.bytes(), now);
        this.taken = limits.takeAddress(address);
    }

    /** Whether the address had a connection left; if not, this connection must be closed. */
    public boolean taken() {
        return taken;
    }

    /** Sets the player; if they have too many connections, closes an older one. Called once. */
    public void take(String playerId, boolean isService, PlayerConnection connection) {
        service = isService;
        if (!isService && !released) {
            limits.takePlayer(playerId, connection);
            player = playerId;
            this.connection = connection;
        }
    }

    /**
     * Counts a WebSocket frame of any kind, or a read that ends none. Each counts as at least 1
     * KiB, about what it costs.
     *
     * @return milliseconds for which reading must pause; 0: no pause
     */
    public long read(int payload) {
        if (free()) {
            return 0;
        }
        long over = bytes.takeAnyway(Math.max(LEAST_BYTES, payload), System.nanoTime());
        if (over == 0) {
            return 0;
        }
        limits.refused(Limit.CONNECTION_BYTES);
        return NANOSECONDS.toMillis(over) + 1;
    }

    /** Counts a frame other than SEND; returns the limit that it exceeds, if any. */
    public Optional<Limit> frame() {
        return free() || frames.take(System.nanoTime())
                ? Optional.empty()
                : limits.refused(Limit.CONNECTION_FRAMES);
    }

    /** Counts a SEND, as a frame too; returns the limit that it exceeds, if any. */
    public Optional<Limit> message() {
        if (free()) {
            return Optional.empty();
        }
        Optional<Limit> over = frame();
        return over.isPresent() ? over : limits.message(player, address);
    }

    /** Counts a refusal; false if there were too many and the connection must be closed. */
    public boolean allowsRefusal() {
        long now = System.nanoTime();
        if (refusals == null) {
            refusals = new TokenBucket(limits.refusals(), now);
        }
        return refusals.take(now);
    }

    /** The connection has ended. Called once. */
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
