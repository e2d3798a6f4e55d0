package org.dungeontalk.gateway.moderation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The decoder against the examples of docs/contract, and against what no schema can say. */
class ModerationRuleDecoderTest {
    private static final Path EXAMPLES = Path.of("..", "docs", "contract", "examples");
    private static final String PLAYER = "p-77";
    private static final Instant TWENTY_PAST = Instant.parse("2026-11-22T21:20:00Z");
    private static final Instant HALF_PAST = Instant.parse("2026-11-22T21:30:00Z");

    @Test
    void takesAMuteWithAndWithoutAnEnd() {
        assertEquals(
                Optional.of(new ModerationRule.Muted(PLAYER, HALF_PAST, TWENTY_PAST, "flooding")),
                moderation("valid/moderation/muted.json"));
        assertEquals(
                Optional.of(new ModerationRule.Muted(PLAYER, Instant.MAX, TWENTY_PAST, "insults")),
                moderation("valid/moderation/muted-until-lifted.json"));
    }

    @Test
    void tellsTheEndOfAMuteInMilliseconds() {
        String mute =
                """
                {"playerId":"p-77","muted":true,"until":"2026-11-22T21:30:00.123456789Z",
                 "reason":"flooding","by":"x","at":"2026-11-22T21:20:00Z"}\
                """;
        assertEquals(
                Optional.of(
                        new ModerationRule.Muted(
                                PLAYER, HALF_PAST.plusMillis(123), TWENTY_PAST, "flooding")),
                ModerationRuleDecoder.moderation(PLAYER.getBytes(UTF_8), mute.getBytes(UTF_8)));
    }

    @Test
    void takesALiftedMuteAndATombstoneAsFreedom() {
        assertEquals(
                Optional.of(
                        new ModerationRule.NotMuted(PLAYER, Instant.parse("2026-11-22T21:25:00Z"))),
                moderation("valid/moderation/lifted.json"));
        assertEquals(
                Optional.of(new ModerationRule.NotMuted(PLAYER, Instant.MAX)),
                ModerationRuleDecoder.moderation(PLAYER.getBytes(UTF_8), null));
    }

    @Test
    void takesARevocationAndItsTombstone() {
        assertEquals(
                Optional.of(
                        new ModerationRule.Revoked(PLAYER, Instant.parse("2026-11-22T21:20:00Z"))),
                ModerationRuleDecoder.revocation(
                        PLAYER.getBytes(UTF_8), bytes("valid/revocation/all-until-now.json")));
        assertEquals(
                Optional.of(new ModerationRule.NotRevoked(PLAYER)),
                ModerationRuleDecoder.revocation(PLAYER.getBytes(UTF_8), null));
    }

    @TestFactory
    Stream<DynamicTest> leavesWhatTheSchemaRefuses() {
        return Stream.concat(poison("invalid/moderation"), poison("invalid/revocation"));
    }

    @Test
    void leavesARecordWhoseKeyIsAnotherPlayerOrNone() {
        byte[] mute = bytes("valid/moderation/muted.json");
        assertEquals(
                Optional.empty(), ModerationRuleDecoder.moderation("p-78".getBytes(UTF_8), mute));
        assertEquals(Optional.empty(), ModerationRuleDecoder.moderation(null, mute));
        assertEquals(Optional.empty(), ModerationRuleDecoder.moderation(null, null));
        assertEquals(
                Optional.empty(),
                ModerationRuleDecoder.moderation("x".repeat(81).getBytes(UTF_8), null));
    }

    private static Optional<ModerationRule> moderation(String example) {
        return ModerationRuleDecoder.moderation(PLAYER.getBytes(UTF_8), bytes(example));
    }

    private static Stream<DynamicTest> poison(String folder) {
        try (Stream<Path> files = Files.list(EXAMPLES.resolve(folder))) {
            return files
                    .map(f -> folder + "/" + f.getFileName())
                    .map(
                            f ->
                                    DynamicTest.dynamicTest(
                                            f, () -> assertEquals(Optional.empty(), any(f))))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ModerationRule> any(String example) {
        byte[] key = PLAYER.getBytes(UTF_8);
        return example.contains("/moderation/")
                ? ModerationRuleDecoder.moderation(key, bytes(example))
                : ModerationRuleDecoder.revocation(key, bytes(example));
    }

    private static byte[] bytes(String example) {
        try {
            return Files.readAllBytes(EXAMPLES.resolve(example));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
