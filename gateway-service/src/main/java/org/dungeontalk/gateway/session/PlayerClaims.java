package org.dungeontalk.gateway.session;

import java.util.EnumSet;
import java.util.Set;
import org.dungeontalk.gateway.token.Claims;

/**
 * Makes a player of DungeonTalk's claims: {@code id} else {@code sub}, {@code nickName}, {@code
 * rooms}, {@code roles}, {@code capacity}.
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
     * @throws org.dungeontalk.gateway.token.TokenRefused if there is no usable player id or a claim
     *     has the wrong shape
     */
    Player player(Claims claims) {
        String id = claims.playerId();
        return new Player(
                id,
                claims.nickname()
                        .filter(name -> !name.isBlank())
                        .map(PlayerClaims::shortened)
                        .orElse(id),
                claims.rooms().orElse(roomsOpen ? null : Set.of()),
                roles(claims.roles()),
                claims.capacity(),
                claims.issued(),
                claims.expires());
    }

    private static Set<Role> roles(Set<String> named) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        named.forEach(role -> Role.of(role).ifPresent(roles::add));
        return roles;
    }

    private static String shortened(String nickname) {
        String clean =
                nickname.codePoints()
                        .filter(c -> !Character.isISOControl(c))
                        .limit(MAX_ID)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return clean.length() > MAX_ID ? clean.substring(0, MAX_ID - 1) : clean;
    }
}
