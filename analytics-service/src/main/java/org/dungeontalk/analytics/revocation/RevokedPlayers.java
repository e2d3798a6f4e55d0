package org.dungeontalk.analytics.revocation;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The void tokens by player, from records of docs/contract/schemas/revocation.json. One thread
 * writes, any thread reads, without a lock.
 *
 * <p>Bounded: records past {@link #MAX_PLAYERS} players are dropped and counted (fails open).
 */
final class RevokedPlayers {

    /** About 20 MiB when full. */
    static final int MAX_PLAYERS = 100_000;

    private static final int LONGEST_ID = 80;
    private static final ObjectReader JSON = JsonMapper.builder().build().reader();

    private final ConcurrentHashMap<String, Revocation> revocations = new ConcurrentHashMap<>();
    private final LongAdder dropped;

    /**
     * @param dropped counts the dropped records
     */
    RevokedPlayers(LongAdder dropped) {
        this.dropped = dropped;
    }

    boolean revoked(String playerId, Instant issued) {
        Revocation revocation = revocations.get(playerId);
        return revocation != null && revocation.voids(issued);
    }

    /**
     * Applies one record. The newest record of a player counts, and one without a value removes it.
     *
     * @return false if the record can't be used
     */
    boolean apply(byte[] key, byte[] value) {
        String player = key == null ? "" : new String(key, UTF_8);
        if (player.isEmpty() || player.codePointCount(0, player.length()) > LONGEST_ID) {
            return false;
        }
        if (value == null) {
            revocations.remove(player);
            return true;
        }
        Optional<Instant> notBefore = notBefore(player, value);
        notBefore.ifPresent(moment -> put(new Revocation(player, moment)));
        return notBefore.isPresent();
    }

    int size() {
        return revocations.size();
    }

    private void put(Revocation revocation) {
        if (revocations.size() < MAX_PLAYERS || revocations.containsKey(revocation.playerId())) {
            revocations.put(revocation.playerId(), revocation);
        } else {
            dropped.increment();
        }
    }

    private static Optional<Instant> notBefore(String player, byte[] value) {
        try {
            JsonNode body = JSON.readTree(value);
            String moment = body.path("notBefore").textValue();
            return moment == null || !player.equals(body.path("playerId").textValue())
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(moment).toInstant());
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
