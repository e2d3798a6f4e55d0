package org.dungeontalk.gateway.moderation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** This service's part of docs/contract/golden/revocations.json. */
class GoldenRevocationsTest {
    private static final Path TABLE =
            Path.of("..", "docs", "contract", "golden", "revocations.json");

    @TestFactory
    Stream<DynamicTest> judgesTokensAsTheTableSays() throws IOException {
        JsonNode cases = new ObjectMapper().readTree(TABLE.toFile()).path("cases");
        assertFalse(cases.isEmpty(), "the table has no cases");
        return StreamSupport.stream(cases.spliterator(), false)
                .map(one -> DynamicTest.dynamicTest(one.get("case").textValue(), () -> check(one)));
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
