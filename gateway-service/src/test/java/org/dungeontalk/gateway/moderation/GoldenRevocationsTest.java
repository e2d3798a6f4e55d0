package org.dungeontalk.gateway.moderation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.dungeontalk.testing.Golden;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** This service's part of docs/contract/golden/revocations.json. */
class GoldenRevocationsTest {
    @TestFactory
    Stream<DynamicTest> judgesTokensAsTheTableSays() {
        return Golden.read("revocations.json").tests(GoldenRevocationsTest::check);
    }

    private static void check(JsonNode one) {
        ModerationRules rules = new ModerationRules(Clock.systemUTC());
        int skipped = 0;
        for (JsonNode record : one.get("records")) {
            Optional<ModerationRule> rule =
                    ModerationRuleDecoder.revocation(
                            bytes(record.get("key")), bytes(record.get("value")));
            rule.ifPresent(rules::apply);
            skipped += rule.isPresent() ? 0 : 1;
        }
        assertEquals(one.get("skipped").intValue(), skipped, "skipped");
        for (JsonNode token : one.get("tokens")) {
            assertEquals(
                    token.get("void").booleanValue(),
                    rules.revoked(token.get("player").textValue(), issued(token)),
                    token.toString());
        }
    }

    /** As tokens without that claim are read. */
    private static Instant issued(JsonNode token) {
        return token.get("iat").isNull()
                ? Instant.EPOCH
                : Instant.parse(token.get("iat").textValue());
    }

    private static byte[] bytes(JsonNode text) {
        return text.isNull() ? null : text.textValue().getBytes(UTF_8);
    }
}
