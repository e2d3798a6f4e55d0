package org.dungeontalk.gateway.identity;

import java.util.EnumSet;
import java.util.Set;
import org.dungeontalk.gateway.text.Nickname;

/**
 * Converts the claims of a token to a player: {@code id} or otherwise {@code sub}, {@code
 * nickName}, {@code rooms}, {@code roles}, {@code capacity}.
 */
final class PlayerClaims {
    private final boolean roomsOpen;

    /**
     * @param roomsOpen whether a token without {@code rooms} is valid for every room
     */
    PlayerClaims(boolean roomsOpen) {
        this.roomsOpen = roomsOpen;
    }

    /**
     * @throws TokenRefused if there is no usable player id or a claim has the wrong shape
     */
    Player player(TokenClaims claims) {
        String id = claims.playerId();
        String ownName = Nickname.shown(id).orElse(id);
        return new Player(
                id,
                claims.nickname().flatMap(Nickname::shown).orElse(ownName),
                claims.rooms().orElse(roomsOpen ? null : Set.of()),
                roles(claims.roles()),
                claims.capacity(),
                claims.issued(),
                claims.expires());
    }

    private static Set<Role> roles(Set<String> named) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        named.forEach(role -> Role.of(role).ifPresent(roles::add));
        return Set.copyOf(roles);
    }
}
