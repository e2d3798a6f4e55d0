package org.dungeontalk.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.dungeontalk.gateway.log.LogHistory;
import org.dungeontalk.gateway.room.AichatAction;
import org.dungeontalk.gateway.room.RoomKey;
import org.dungeontalk.gateway.room.RoomKind;
import org.dungeontalk.gateway.stomp.CloseCode;
import org.dungeontalk.gateway.stomp.Destination;
import org.dungeontalk.gateway.stomp.ServerFrame;
import org.dungeontalk.gateway.stomp.StompCommand;
import org.dungeontalk.gateway.stomp.StompVersion;
import org.dungeontalk.gateway.stomp.StreamPosition;
import org.dungeontalk.testing.Contract;
import org.junit.jupiter.api.Test;

/**
 * docs/contract/asyncapi.yaml and the gateway have the same destinations, frames, headers and close
 * codes: neither has one that the other lacks.
 */
class AsyncApiTest {
    private static final Path MAIN = Path.of("src/main/java/org/dungeontalk/gateway");
    private static final StompVersion V12 = StompVersion.V1_2;
    private static final StreamPosition POSITION = new StreamPosition("c", false, "expired");
    private static final String HEAD = ServerFrame.messageHead(V12, "s", "/sub/chat/room/r");

    /** Every kind of each frame that the gateway sends. */
    private static final Map<String, List<byte[]>> SENT =
            Map.of(
                    "CONNECTED", List.of(ServerFrame.connected(V12, 30_000, "s", "p")),
                    "RECEIPT",
                            List.of(
                                    ServerFrame.receipt(V12, "r"),
                                    ServerFrame.subscribeReceipt(V12, "r", POSITION)),
                    "ERROR",
                            List.of(
                                    ServerFrame.error("no", null, V12),
                                    ServerFrame.error("no", "r", V12),
                                    ServerFrame.noCommonVersion()),
                    "MESSAGE",
                            List.of(
                                    ServerFrame.message(HEAD, "c", new byte[0]),
                                    ServerFrame.notResumed(HEAD, POSITION)));

    private final JsonNode contract = contract();

    @Test
    void destinationsAreThoseOfTheGateway() {
        Set<Destination> ours = new HashSet<>();
        ours.add(new Destination.ChatSend());
        ours.add(new Destination.UserQueue(Destination.ERRORS));
        ours.add(new Destination.UserQueue(Destination.MODERATION));
        for (AichatAction action : AichatAction.values()) {
            ours.add(new Destination.AichatSend(action));
        }
        for (RoomKind kind : RoomKind.values()) {
            ours.add(new Destination.RoomStream(new RoomKey(kind, "{roomId}")));
        }
        Set<Destination> told =
                channels()
                        .flatMap(AsyncApiTest::addresses)
                        .map(
                                address ->
                                        Destination.ofSend(address)
                                                .or(() -> Destination.ofSubscribe(address))
                                                .orElseThrow(() -> new AssertionError(address)))
                        .collect(toSet());
        assertEquals(ours, told);
    }

    @Test
    void framesOfClientsAreThoseThatTheGatewayKnows() {
        Set<String> told = names(contract.at("/channels/connection/x-other-frames"));
        messages("receive").forEach(it -> told.add(it.at("/x-frame").textValue()));
        assertEquals(
                Arrays.stream(StompCommand.values()).map(Enum::name).collect(toSortedSet()), told);
    }

    /** STOMP's header names are lower case, but for that of HTTP, which is read in either case. */
    @Test
    void headersOfClientsAreThoseThatTheGatewayReads() {
        Set<String> told = new TreeSet<>();
        messages("receive").forEach(it -> told.addAll(names(it.at("/headers/properties"))));
        Set<String> read =
                found(
                        "(?:header|text|headers\\(\\)\\.getOrDefault|headers\\.get)"
                                + "\\(\"([\\w-]+)\"",
                        "session",
                        "stomp");
        read.remove("authorization");
        assertEquals(read, told);
    }

    @Test
    void framesAndHeadersForClientsAreThoseThatTheGatewaySends() {
        Map<String, Set<String>> sometimes = new TreeMap<>();
        Map<String, Set<String>> always = new TreeMap<>();
        SENT.forEach(
                (command, frames) -> {
                    for (byte[] frame : frames) {
                        Set<String> headers = headers(frame);
                        sometimes.computeIfAbsent(command, c -> new TreeSet<>()).addAll(headers);
                        always.computeIfAbsent(command, c -> new TreeSet<>(headers))
                                .retainAll(headers);
                    }
                });
        Map<String, Set<String>> listed = new TreeMap<>();
        Map<String, Set<String>> required = new TreeMap<>();
        messages("send")
                .forEach(
                        it -> {
                            String command = it.at("/x-frame").textValue();
                            Set<String> must = texts(it.at("/headers/required"));
                            listed.computeIfAbsent(command, c -> new TreeSet<>())
                                    .addAll(names(it.at("/headers/properties")));
                            required.computeIfAbsent(command, c -> new TreeSet<>(must))
                                    .retainAll(must);
                        });
        assertEquals(sometimes, listed);
        assertEquals(always, required);
    }

    @Test
    void everyFrameThatTheGatewayMakesIsAmongThoseCompared() {
        assertEquals(new TreeSet<>(SENT.keySet()), found("\"([A-Z]{4,})\\\\n", "stomp"));
    }

    @Test
    void headersOfTheLogAreThoseThatTheGatewayWrites() {
        JsonNode schema = Contract.json(Contract.schema("log-headers"));
        assertEquals(found("add\\(\"([a-z]+)\"", "publish"), names(schema.at("/properties")));
        assertEquals(Set.of("^origin-[a-z0-9-]+$"), names(schema.at("/patternProperties")));
    }

    @Test
    void closeCodesAreThoseOfTheGateway() {
        Map<Integer, List<String>> told = new TreeMap<>();
        contract.at("/channels/connection/x-close-codes")
                .forEach(
                        it ->
                                told.put(
                                        it.get("code").intValue(),
                                        List.of(
                                                it.get("reason").textValue(),
                                                it.get("duty").textValue())));
        Map<Integer, List<String>> ours = new TreeMap<>();
        for (CloseCode code : CloseCode.values()) {
            String duty = code.duty().name().toLowerCase(Locale.ROOT).replace('_', '-');
            ours.put(code.code(), List.of(code.reason(), duty));
        }
        assertEquals(ours, told);
    }

    @Test
    void reasonsForAStreamThatIsNotResumedAreThoseOfTheGateway() {
        assertEquals(
                Arrays.stream(LogHistory.Loss.values())
                        .map(loss -> loss.name().toLowerCase(Locale.ROOT))
                        .collect(toSortedSet()),
                texts(contract.at("/components/schemas/notResumedReason/enum")));
    }

    /** The channels of the gateway that have an address. */
    private Stream<JsonNode> channels() {
        return stream(contract.get("channels"))
                .filter(it -> it.at("/servers/0/$ref").textValue().equals("#/servers/gateway"))
                .filter(it -> it.hasNonNull("address"));
    }

    /** A channel's address with each value of its action, and with its room's id as it is. */
    private static Stream<String> addresses(JsonNode channel) {
        String address = channel.get("address").textValue();
        JsonNode actions = channel.at("/parameters/action/enum");
        return actions.isMissingNode()
                ? Stream.of(address)
                : stream(actions).map(it -> address.replace("{action}", it.textValue()));
    }

    /** What the gateway receives or sends over STOMP, traits merged. */
    private Stream<JsonNode> messages(String action) {
        return stream(contract.get("operations"))
                .filter(it -> it.get("action").textValue().equals(action))
                .flatMap(
                        operation -> {
                            JsonNode some = operation.path("messages");
                            JsonNode channel = referred(operation.get("channel"));
                            return stream(some.isEmpty() ? channel.get("messages") : some);
                        })
                .map(this::referred)
                .map(it -> it.has("$ref") ? referred(it) : it)
                .map(this::withTraits)
                .filter(it -> it.has("x-frame"));
    }

    private JsonNode withTraits(JsonNode message) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        message.path("traits").forEach(trait -> merge(merged, referred(trait)));
        merge(merged, message);
        return merged;
    }

    private static void merge(ObjectNode into, JsonNode from) {
        from.properties()
                .forEach(
                        it -> {
                            JsonNode there = into.get(it.getKey());
                            if (there instanceof ObjectNode known && it.getValue().isObject()) {
                                merge(known, it.getValue());
                            } else {
                                into.set(it.getKey(), it.getValue().deepCopy());
                            }
                        });
    }

    private JsonNode referred(JsonNode reference) {
        return contract.at(reference.get("$ref").textValue().substring(1));
    }

    private static Set<String> headers(byte[] frame) {
        String[] lines = new String(frame, UTF_8).split("\n\n", 2)[0].split("\n");
        return Arrays.stream(lines)
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(':')))
                .collect(toSortedSet());
    }

    /** What the group of a pattern matches in the sources of packages. */
    private static Set<String> found(String pattern, String... packages) {
        Pattern compiled = Pattern.compile(pattern);
        return Arrays.stream(packages)
                .flatMap(it -> sources(MAIN.resolve(it)))
                .flatMap(source -> compiled.matcher(source).results())
                .map(it -> it.group(1))
                .collect(toSortedSet());
    }

    private static Stream<String> sources(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Contract::text).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode contract() {
        try {
            return new YAMLMapper()
                    .readTree(Path.of("..", "docs", "contract", "asyncapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<JsonNode> stream(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        return stream(array).map(JsonNode::textValue).collect(toSortedSet());
    }

    private static Collector<String, ?, Set<String>> toSortedSet() {
        return toCollection(TreeSet::new);
    }
}
