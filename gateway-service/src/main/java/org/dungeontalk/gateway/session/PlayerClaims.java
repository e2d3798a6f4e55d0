package org.dungeontalk.gateway.session;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.dungeontalk.gateway.message.Characters;
import org.dungeontalk.gateway.message.Nickname;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Reads DungeonTalk's claims: {@code id} else {@code sub}, {@code nickName}, {@code rooms}, {@code
 * roles}, {@code capacity}.
 */
final class PlayerClaims {
    private static final int MAX_ID = 80;

    private final boolean roomsOpen;

    /**
     * @param roomsOpen whether a token without {@code rooms} opens every room
     */
    PlayerClaims(boolean roomsOpen) {
        this.roomsOpen = roomsOpen;
    }

    /**
     * @throws InvalidTokenException if there is no usable player id or a claim has the wrong shape
     */
    Player player(JsonWebToken token) {
        String id = text(token.getClaim("id"));
        if (id == null) {
            id = token.getSubject();
        }
        if (id == null
                || Characters.count(id) > MAX_ID
                || hasControl(id)
                || !Characters.isUnicode(id)) {
            throw new InvalidTokenException("the token names no player");
        }
        String ownName =
                Nickname.shown(id)
                        .orElseThrow(() -> new InvalidTokenException("the token names no player"));
        String nickname = text(token.getClaim("nickName"));
        return new Player(
                id,
                nickname == null ? ownName : Nickname.shown(nickname).orElse(ownName),
                rooms(token.getClaim("rooms")),
                roles(token.getClaim("roles")),
                capacity(token.getClaim("capacity")),
                Instant.ofEpochSecond(token.getIssuedAtTime()),
                Instant.ofEpochSecond(token.getExpirationTime()));
    }

    private Set<String> rooms(Object claim) {
        if (claim == null || claim == JsonValue.NULL) {
            return roomsOpen ? null : Set.of();
        }
        return texts(claim, "rooms");
    }

    private static Set<Role> roles(Object claim) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        if (claim != null && claim != JsonValue.NULL) {
            texts(claim, "roles").forEach(r -> Role.of(r).ifPresent(roles::add));
        }
        return roles;
    }

    private static Map<String, Integer> capacity(Object claim) {
        if (claim == null || claim == JsonValue.NULL) {
            return Map.of();
        }
        if (!(claim instanceof JsonObject rooms)) {
            throw new InvalidTokenException("the claim capacity is no object");
        }
        Map<String, Integer> capacity = new HashMap<>();
        rooms.forEach((room, value) -> capacity.put(room, players(value)));
        return capacity;
    }

    private static int players(JsonValue value) {
        if (value instanceof JsonNumber number && number.isIntegral() && number.intValue() > 0) {
            return number.intValue();
        }
        throw new InvalidTokenException("a capacity is no number of players");
    }

    private static Set<String> texts(Object claim, String name) {
        Set<String> values = new LinkedHashSet<>();
        if (claim instanceof JsonArray array) {
            array.forEach(v -> values.add(text(v)));
        } else if (claim instanceof Collection<?> list) {
            list.forEach(v -> values.add(text(v)));
        } else {
            throw new InvalidTokenException("the claim " + name + " is no list");
        }
        values.remove(null);
        return values;
    }

    private static String text(Object claim) {
        if (claim == null || claim == JsonValue.NULL) {
            return null;
        }
        return claim instanceof JsonString s ? s.getString() : claim.toString();
    }

    private static boolean hasControl(String id) {
        return id.chars().anyMatch(Character::isISOControl);
    }
}
