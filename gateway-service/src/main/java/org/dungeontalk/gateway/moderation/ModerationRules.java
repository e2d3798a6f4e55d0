package org.dungeontalk.gateway.moderation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The current moderation rules of each player. Written by one thread, read by any; reads take no
 * lock and constant time.
 *
 * <p>Of a player's mutes and lifts the one decided last counts, in whatever order they arrive; one
 * without a time counts as it arrives. For this a lift is remembered for an hour.
 *
 * <p>Reasons are kept for 10,000 mutes, about 10 MiB at most; further mutes have none.
 *
 * <p>Bounded: past {@link #MAX_PLAYERS} muted players, or as many with revoked tokens, further
 * rules are dropped and counted (fails open).
 */
final class ModerationRules {
    /** About 20 MiB when full. */
    static final int MAX_PLAYERS = 100_000;

    static final int MAX_REASONS = 10_000;

    private static final Duration LIFT_REMEMBERED = Duration.ofHours(1);

    private final Clock clock;
    private final ConcurrentHashMap<String, ModerationRule.Muted> mutes = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, ModerationRule.NotMuted> lifts =
            new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, ModerationRule.Revoked> revocations =
            new ConcurrentHashMap<>();
    private final LongAdder dropped = new LongAdder();

    ModerationRules(Clock clock) {
        this.clock = clock;
    }

    void apply(ModerationRule rule) {
        if (rule instanceof ModerationRule.Muted mute) {
            if (isNewest(mute.playerId(), mute.at())) {
                lifts.remove(mute.playerId());
                put(mutes, mutes.size() < MAX_REASONS ? mute : mute.withoutReason());
            }
        } else if (rule instanceof ModerationRule.Revoked revocation) {
            put(revocations, revocation);
        } else if (rule instanceof ModerationRule.NotMuted speaker) {
            if (isNewest(speaker.playerId(), speaker.at())) {
                mutes.remove(speaker.playerId());
                remember(speaker);
            }
        } else if (rule instanceof ModerationRule.NotRevoked cleared) {
            revocations.remove(cleared.playerId());
        }
    }

    private boolean isNewest(String playerId, Instant at) {
        ModerationRule.Muted mute = mutes.get(playerId);
        ModerationRule.NotMuted lift = lifts.get(playerId);
        return (mute == null || isBefore(mute.at(), at))
                && (lift == null || isBefore(lift.at(), at));
    }

    /** A rule without a time is neither before nor after another. */
    private static boolean isBefore(Instant known, Instant at) {
        return known.equals(Instant.MAX) || !at.isBefore(known);
    }

    private void remember(ModerationRule.NotMuted lift) {
        boolean recent = lift.at().isAfter(clock.instant().minus(LIFT_REMEMBERED));
        if (recent && !lift.at().equals(Instant.MAX) && lifts.size() < MAX_PLAYERS) {
            lifts.put(lift.playerId(), lift);
        } else {
            lifts.remove(lift.playerId());
        }
    }

    /** The player's current mute. */
    Optional<ModerationRule.Muted> mute(String playerId) {
        return Optional.ofNullable(mutes.get(playerId)).filter(this::holds);
    }

    /** Whether a token of the player, issued at this time, is void. */
    boolean revoked(String playerId, Instant issued) {
        ModerationRule.Revoked revocation = revocations.get(playerId);
        return revocation != null && revocation.voids(issued);
    }

    /** Forgets expired mutes and old lifts. */
    void sweep() {
        Instant old = clock.instant().minus(LIFT_REMEMBERED);
        lifts.values().removeIf(lift -> lift.at().isBefore(old));
        mutes.values().removeIf(mute -> !holds(mute));
    }

    /** Muted players, including mutes that have expired since the last sweep. */
    int muted() {
        return mutes.size();
    }

    /** Players with revoked tokens. */
    int revoked() {
        return revocations.size();
    }

    /** Rules dropped for lack of space. */
    long dropped() {
        return dropped.sum();
    }

    private boolean holds(ModerationRule.Muted mute) {
        return clock.instant().isBefore(mute.until());
    }

    private <R extends ModerationRule> void put(ConcurrentHashMap<String, R> table, R rule) {
        if (table.size() >= MAX_PLAYERS && !table.containsKey(rule.playerId())) {
            dropped.increment();
        } else {
            table.put(rule.playerId(), rule);
        }
    }
}
