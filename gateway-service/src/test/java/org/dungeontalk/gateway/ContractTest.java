package org.dungeontalk.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.identity.Role;
import org.dungeontalk.gateway.message.Composed;
import org.dungeontalk.gateway.message.ErrorCode;
import org.dungeontalk.gateway.message.LogMessage;
import org.dungeontalk.gateway.message.MessageComposer;
import org.dungeontalk.gateway.message.MuteBody;
import org.dungeontalk.gateway.message.Refusal;
import org.dungeontalk.gateway.message.RefusalBody;
import org.dungeontalk.gateway.room.AichatAction;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The gateway against docs/contract: takes every valid example, refuses every invalid one, writes
 * what the schema says.
 */
class ContractTest {
    private static final Path CONTRACT = Path.of("..", "docs", "contract");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Player PLAYER =
            new Player("p-1", "Mira", null, Set.of(Role.GM), Map.of(), Instant.EPOCH, Instant.MAX);

    private final MessageComposer composer =
            new MessageComposer(Clock.fixed(Instant.parse("2025-11-22T12:00:00Z"), ZoneOffset.UTC));

    @TestFactory
    Stream<DynamicTest> takesEveryValidSendAndWritesWhatTheSchemaSays() throws IOException {
        return Stream.concat(
                examples("valid/chat-send", f -> written("chat-message", chat(f))),
                examples("valid/aichat-send", f -> written("aichat-message", aichat(f))));
    }

    @TestFactory
    Stream<DynamicTest> refusesEveryInvalidSend() throws IOException {
        return Stream.concat(
                examples("invalid/chat-send", f -> assertInstanceOf(Refusal.class, chat(f))),
                examples("invalid/aichat-send", f -> assertInstanceOf(Refusal.class, aichat(f))));
    }

    @TestFactory
    Stream<DynamicTest> theSchemasThemselvesTellValidFromInvalid() throws IOException {
        return Stream.of(
                        "chat-send",
                        "aichat-send",
                        "chat-message",
                        "aichat-message",
                        "moderation",
                        "revocation",
                        "log-headers",
                        "published",
                        "problem",
                        "error",
                        "mute-notice",
                        "presence",
                        "presence-member",
                        "presence-gateway")
                .flatMap(
                        name ->
                                Stream.concat(
                                        examples(
                                                "valid/" + name,
                                                f -> assertEquals(List.of(), errors(name, f))),
                                        examples(
                                                "invalid/" + name,
                                                f -> assertTrue(!errors(name, f).isEmpty()))));
    }

    @Test
    void everyErrorCodeIsInTheContract() throws IOException {
        JsonNode codes =
                JSON.readTree(Contract.schema("error").toFile()).at("/properties/code/enum");
        Set<String> known = new TreeSet<>();
        codes.forEach(c -> known.add(c.asText()));
        Set<String> ours = new TreeSet<>();
        Arrays.stream(ErrorCode.values()).forEach(c -> ours.add(c.name()));
        assertEquals(known, ours);
    }

    /** Against the table of codes in docs/protocol.md, whose second column says "yes" or "no". */
    @Test
    void aRefusalIsTemporaryWhereTheProtocolSaysSo() throws IOException {
        String protocol = Files.readString(Path.of("..", "docs", "protocol.md"));
        Map<String, String> told = new TreeMap<>();
        Matcher row = Pattern.compile("(?m)^\\| ([A-Z_, ]+) \\| (yes|no) \\|").matcher(protocol);
        while (row.find()) {
            for (String code : row.group(1).split(", ")) {
                told.put(code, row.group(2));
            }
        }
        Map<String, String> ours = new TreeMap<>();
        for (ErrorCode code : ErrorCode.values()) {
            ours.put(code.name(), code.temporary() ? "yes" : "no");
        }
        assertEquals(told, ours);
    }

    @Test
    void aRefusalIsWhatTheSchemaSays() {
        byte[] body = RefusalBody.of(new Refusal(ErrorCode.RATE_LIMITED, "Slower."), null);
        assertEquals(List.of(), Contract.violations("error", body));
    }

    @Test
    void whatIsToldOfAMuteIsWhatTheSchemaSays() {
        Instant until = Instant.parse("2026-11-22T21:30:00Z");
        for (byte[] body :
                List.of(
                        MuteBody.muted(until, "flooding"),
                        MuteBody.muted(null, null),
                        MuteBody.free())) {
            assertEquals(List.of(), Contract.violations("mute-notice", body));
        }
    }

    private Composed chat(Path example) {
        return composer.chat(PLAYER, bytes(example));
    }

    private Composed aichat(Path example) {
        boolean turn = example.getFileName().toString().startsWith("turn");
        return composer.aichat(
                PLAYER, turn ? AichatAction.TURN_START : AichatAction.SEND, bytes(example));
    }

    private static void written(String schema, Composed composed) {
        LogMessage message = assertInstanceOf(LogMessage.class, composed);
        assertEquals(List.of(), Contract.violations(schema, message.json()));
    }

    private static List<String> errors(String schema, Path example) {
        return Contract.violations(schema, bytes(example));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Stream<DynamicTest> examples(
            String folder, java.util.function.Consumer<Path> check) {
        Path dir = CONTRACT.resolve("examples").resolve(folder);
        if (!Files.isDirectory(dir)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files
                    .sorted()
                    .map(
                            f ->
                                    DynamicTest.dynamicTest(
                                            folder + "/" + f.getFileName(), () -> check.accept(f)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
