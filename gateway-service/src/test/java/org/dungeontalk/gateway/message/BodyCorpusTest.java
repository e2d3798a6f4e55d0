package org.dungeontalk.gateway.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.dungeontalk.gateway.Corpus;
import org.dungeontalk.gateway.identity.Player;
import org.dungeontalk.gateway.identity.Role;
import org.dungeontalk.gateway.room.AichatAction;
import org.dungeontalk.gateway.room.RoomKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs of corpus/bodies.txt, sent by a player or by a service over HTTP. */
class BodyCorpusTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ROOMS = Set.of("r", "r".repeat(120));

    private final MessageComposer composer = new MessageComposer(Clock.systemUTC());
    private final ServiceComposer services = new ServiceComposer(Clock.systemUTC());

    static Stream<Corpus.Input> inputs() {
        return Corpus.read("bodies.txt", 3);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void becomesTheStatedMessageOrTheStatedError(Corpus.Input input) throws IOException {
        assertEquals(input.result(), shown(composed(input.context(), input.bytes())));
    }

    private Composed composed(String context, byte[] body) {
        return switch (context) {
            case "chat" -> composer.chat(player(Set.of()), body);
            case "aichat" -> composer.aichat(player(Set.of()), AichatAction.SEND, body);
            case "service" ->
                    services.message(player(Set.of(Role.SERVICE)), RoomKind.CHAT, "r", body);
            default -> throw new IllegalArgumentException(context);
        };
    }

    private static String shown(Composed composed) throws IOException {
        if (composed instanceof Refusal refusal) {
            return refusal.code().name();
        }
        LogMessage message = (LogMessage) composed;
        JsonNode content = JSON.readTree(message.json()).path("content");
        return "%s, %s, %d"
                .formatted(
                        message.type(),
                        message.to() == null ? "-" : message.to(),
                        content.asText().codePoints().count());
    }

    private static Player player(Set<Role> roles) {
        return new Player("p-1", "Mira", ROOMS, roles, Map.of(), Instant.EPOCH, Instant.MAX);
    }
}
