package org.dungeontalk.gateway.presence;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the members of a room were last told. Immutable.
 *
 * @param nicknames by player id; {@code null} if only the count was told
 * @param at milliseconds of a monotonic clock
 */
record SentPresence(int count, Integer capacity, Map<String, String> nicknames, long at) {

    static SentPresence of(RoomMembers view, boolean listed, long at) {
        Map<String, String> nicknames =
                listed
                        ? view.members().values().stream()
                                .collect(
                                        Collectors.toMap(
                                                PresentMember::id, PresentMember::nickname))
                        : null;
        return new SentPresence(view.count(), view.capacity(), nicknames, at);
    }

    /** The change from this to {@code later}; empty if members can see none. */
    Optional<PresenceBody.Event> to(SentPresence later) {
        boolean countOnly = nicknames == null || later.nicknames == null;
        boolean came = countOnly ? later.count > count : comes(this, later);
        boolean left = countOnly ? later.count < count : comes(later, this);
        if (came != left) {
            return Optional.of(came ? PresenceBody.Event.JOIN : PresenceBody.Event.LEAVE);
        }
        boolean same =
                !came
                        && Objects.equals(capacity, later.capacity)
                        && Objects.equals(nicknames, later.nicknames);
        return same ? Optional.empty() : Optional.of(PresenceBody.Event.SNAPSHOT);
    }

    private static boolean comes(SentPresence before, SentPresence after) {
        return !before.nicknames.keySet().containsAll(after.nicknames.keySet());
    }
}
