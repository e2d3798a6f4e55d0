package org.dungeontalk.gateway;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tokens signed with this run's secret. */
public final class Tokens {

    private Tokens() {}

    public static String of(String id) {
        return sign(claims(id));
    }

    public static String withRoles(String id, String... roles) {
        return sign(claims(id).claim("roles", List.of(roles)));
    }

    public static String withRooms(String id, String... rooms) {
        return sign(claims(id).claim("rooms", List.of(rooms)));
    }

    /** A token that says how many players the room holds. */
    public static String withCapacity(String id, String room, int capacity, String... roles) {
        return sign(
                claims(id)
                        .claim("capacity", Map.of(room, capacity))
                        .claim("roles", List.of(roles)));
    }

    public static String expiring(String id, Duration in) {
        return Jwt.claim("id", id)
                .expiresAt(System.currentTimeMillis() / 1000 + in.toSeconds())
                .signWithSecret(secret());
    }

    public static String signedBySomebodyElse(String id) {
        return claims(id).signWithSecret("another-secret-of-sufficient-length-0123456789");
    }

    private static JwtClaimsBuilder claims(String id) {
        return Jwt.claim("id", id)
                .claim("nickName", "Nick of " + id)
                .expiresIn(Duration.ofMinutes(10));
    }

    private static String sign(JwtClaimsBuilder claims) {
        return claims.signWithSecret(secret());
    }

    private static String secret() {
        return ConfigProvider.getConfig().getValue("dungeontalk.token.secret", String.class);
    }
}
