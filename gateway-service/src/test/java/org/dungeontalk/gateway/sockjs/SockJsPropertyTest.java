package org.dungeontalk.gateway.sockjs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dungeontalk.gateway.stomp.StompException;
import org.dungeontalk.gateway.text.MalformedTextException;

/** What holds for any SockJS message a client may send; the same thousand cases in every run. */
class SockJsPropertyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(seed = "1")
    void stringsComeOutAsTheyWentIn(@ForAll("texts") @Size(max = 20) List<String> texts)
            throws JsonProcessingException {
        assertEquals(texts, read(JSON.writeValueAsBytes(texts)));
        String ascii =
                JSON.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(texts);
        assertEquals(texts, read(ascii.getBytes(UTF_8)));
    }

    @Property(seed = "1")
    void anyBytesAreStringsOrRefused(@ForAll byte[] bytes) {
        stringsOrRefused(bytes);
    }

    @Property(seed = "1")
    void aMessageThatWasTamperedWithIsStringsOrRefused(
            @ForAll("texts") @Size(max = 5) List<String> texts,
            @ForAll @IntRange(max = 2_000) int place,
            @ForAll byte instead)
            throws JsonProcessingException {
        byte[] message = JSON.writeValueAsBytes(texts);
        message[place % message.length] = instead;
        stringsOrRefused(message);
    }

    @Property(seed = "1")
    void jsonThatIsNoArrayOfStringsIsRefused(@ForAll("json") String message) {
        assertTrue(stringsOrRefused(message.getBytes(UTF_8)), message);
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.strings()
                .ofMaxLength(60)
                .filter(t -> t.equals(new String(t.getBytes(UTF_8), UTF_8)))
                .list();
    }

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> other =
                Arbitraries.of(
                        "1", "-1.5e9", "true", "null", "{}", "{\"a\":\"b\"}", "[]", "[\"a\"]");
        return other.list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(items -> "[" + String.join(",", items) + "]");
    }

    /** Whether it was refused; what came out before can't be longer than what went in. */
    private static boolean stringsOrRefused(byte[] message) {
        List<String> out = new ArrayList<>();
        try {
            SockJsMessages.read(message, text -> out.add(new String(text, UTF_8)));
        } catch (StompException | MalformedTextException refused) {
            return true;
        }
        int bytes = out.stream().mapToInt(text -> text.getBytes(UTF_8).length).sum();
        assertTrue(bytes <= message.length, "more came out than went in");
        return false;
    }

    private static List<String> read(byte[] message) {
        List<String> out = new ArrayList<>();
        SockJsMessages.read(message, text -> out.add(new String(text, UTF_8)));
        return out;
    }
}
