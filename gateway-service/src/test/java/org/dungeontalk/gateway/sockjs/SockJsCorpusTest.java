package org.dungeontalk.gateway.sockjs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dungeontalk.gateway.Corpus;
import org.dungeontalk.gateway.stomp.StompException;
import org.dungeontalk.gateway.text.MalformedTextException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs of corpus/sockjs.txt. */
class SockJsCorpusTest {

    static Stream<Corpus.Input> inputs() {
        return Corpus.read("sockjs.txt", 2);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void becomesTheStatedStringsOrTheStatedCloseCode(Corpus.Input input) {
        List<String> out = new ArrayList<>();
        try {
            SockJsMessages.read(input.bytes(), text -> out.add(Integer.toString(text.length)));
        } catch (StompException e) {
            out.add("1002");
        } catch (MalformedTextException e) {
            out.add("1007");
        }
        assertEquals(input.result(), String.join(" ", out));
    }
}
