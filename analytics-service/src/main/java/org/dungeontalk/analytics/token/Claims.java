package org.dungeontalk.analytics.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The claims of a token with a valid signature, and the checks of docs/contract, "The token". All
 * services pass the cases in docs/contract/golden/tokens.json. A claim that breaks the contract
 * throws {@link TokenRefused}, whose sentence names the likely mistake and quotes nothing from the
 * token. Pure.
 */
public final class Claims {
    /** Largest difference between the clocks of issuer and service. */
    static final Duration SKEW = Duration.ofSeconds(30);

    private static final int LONGEST_ID = 80;
    private static final BigDecimal YEAR_10000 = BigDecimal.valueOf(253_402_300_800L);
    private static final Instant YEAR_2001 = Instant.parse("2001-01-01T00:00:00Z");
    private static final ObjectReader JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build()
                    .readerFor(JsonNode.class);

    private final JsonNode claims;

    private Claims(JsonNode claims) {
        this.claims = claims;
    }

    /**
     * Parses the claims, without checking them.
     *
     * @throws TokenRefused if the payload is no JSON object
     */
    static Claims of(String payload) {
        try {
            JsonNode read = JSON.readTree(payload);
            if (read != null && read.isObject()) {
                return new Claims(read);
            }
        } catch (JsonProcessingException | NumberFormatException e) {
            throw new TokenRefused("The token's claims are not JSON.");
        }
        throw new TokenRefused("The token's claims are not a JSON object.");
    }

    /** Refuses a token that is not valid at this time. */
    void judgeTimes(Instant now) {
        Instant expires = expires();
        if (!now.isBefore(expires.plus(SKEW))) {
            throw new TokenRefused(
                    expires.isBefore(YEAR_2001)
                            ? "The token's exp is before 2001. It must be a time in seconds since"
                                    + " 1970, not a duration."
                            : "The token has expired.");
        }
        if (time("nbf").filter(from -> from.isAfter(now.plus(SKEW))).isPresent()) {
            throw new TokenRefused("The token is not valid yet: its nbf is in the future.");
        }
        if (issued().isAfter(now.plus(SKEW))) {
            throw new TokenRefused(
                    "The token's iat is in the future: the clocks of the issuer and of this service"
                            + " differ.");
        }
    }

    /** Refuses a token with another issuer or audience, if these are set. */
    void judgeOrigin(Optional<String> issuer, Optional<String> audience) {
        if (issuer.isPresent() && !issuer.equals(text(claims.path("iss")))) {
            throw new TokenRefused("The token's iss is missing or is not the expected issuer.");
        }
        if (audience.isPresent() && !names(claims.path("aud"), audience.get())) {
            throw new TokenRefused(
                    "The token's aud is missing or does not have the expected audience.");
        }
    }

    /** When it expires. */
    public Instant expires() {
        return time("exp").orElseThrow(() -> new TokenRefused("The token has no exp."));
    }

    /** When it was issued; the epoch if it doesn't say. */
    public Instant issued() {
        return time("iat").orElse(Instant.EPOCH);
    }

    /** The player's id: claim {@code id}, else {@code sub}. */
    public String playerId() {
        String claim = has("id") ? "id" : "sub";
        if (!has(claim)) {
            throw new TokenRefused("The token does not name a player: it has neither id nor sub.");
        }
        String id = string(claim);
        if (!Visible.shows(id) || id.codePointCount(0, id.length()) > LONGEST_ID) {
            throw new TokenRefused(
                    "The token's " + claim + " is blank or longer than 80 characters.");
        }
        if (id.codePoints().anyMatch(Claims::isNoCharacter)) {
            throw new TokenRefused(
                    "The token's "
                            + claim
                            + " has a control character or half of a surrogate pair.");
        }
        if (id.equals(".") || id.equals("..")) {
            throw new TokenRefused(
                    "The token's " + claim + " is . or .., which a path can't contain.");
        }
        return id;
    }

    /** The name shown to others; empty if the token doesn't say. */
    public Optional<String> nickname() {
        return has("nickName") ? Optional.of(string("nickName")) : Optional.empty();
    }

    /** The rooms the player may enter; empty if the token doesn't say. */
    public Optional<Set<String>> rooms() {
        return has("rooms") ? Optional.of(strings("rooms")) : Optional.empty();
    }

    /** The player's roles. Unknown ones have no effect. */
    public Set<String> roles() {
        return has("roles") ? strings("roles") : Set.of();
    }

    /** The capacity of rooms, in players; empty if the token doesn't say. */
    public Map<String, Integer> capacity() {
        JsonNode capacity = claims.path("capacity");
        if (has("capacity") && !capacity.isObject()) {
            throw new TokenRefused(
                    "The token's capacity is not an object with a number for each room.");
        }
        Map<String, Integer> rooms = new HashMap<>();
        for (Map.Entry<String, JsonNode> room : capacity.properties()) {
            JsonNode players = room.getValue();
            if (!players.isIntegralNumber() || !players.canConvertToInt() || players.asInt() < 1) {
                throw new TokenRefused(
                        "The token's capacity has a room whose value is not a whole number of at"
                                + " least 1.");
            }
            rooms.put(room.getKey(), players.asInt());
        }
        return Map.copyOf(rooms);
    }

    private Optional<Instant> time(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (!claims.get(name).isNumber()) {
            throw new TokenRefused("The token's " + name + " is not a number.");
        }
        BigDecimal seconds = claims.get(name).decimalValue();
        if (seconds.signum() < 0) {
            throw new TokenRefused("The token's " + name + " is negative.");
        }
        if (seconds.compareTo(YEAR_10000) >= 0) {
            throw new TokenRefused(
                    "The token's "
                            + name
                            + " is after the year 9999. It must be in seconds, not milliseconds.");
        }
        return Optional.of(Instant.ofEpochMilli(seconds.movePointRight(3).longValue()));
    }

    private boolean has(String name) {
        return claims.hasNonNull(name);
    }

    private String string(String name) {
        return text(claims.get(name))
                .orElseThrow(() -> new TokenRefused("The token's " + name + " is not a string."));
    }

    private Set<String> strings(String name) {
        if (!claims.get(name).isArray()) {
            throw new TokenRefused("The token's " + name + " is not an array.");
        }
        Set<String> texts = new LinkedHashSet<>();
        for (JsonNode value : claims.get(name)) {
            texts.add(
                    text(value)
                            .orElseThrow(
                                    () ->
                                            new TokenRefused(
                                                    "The token's "
                                                            + name
                                                            + " has an element that is not a"
                                                            + " string.")));
        }
        return Set.copyOf(texts);
    }

    private static boolean isNoCharacter(int c) {
        return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }

    private static boolean names(JsonNode audiences, String wanted) {
        if (!audiences.isArray()) {
            return wanted.equals(audiences.textValue());
        }
        for (JsonNode one : audiences) {
            if (wanted.equals(one.textValue())) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> text(JsonNode node) {
        return Optional.ofNullable(node.textValue());
    }
}
