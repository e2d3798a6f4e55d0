package org.dungeontalk.gateway.stomp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dungeontalk.gateway.Corpus;
import org.dungeontalk.gateway.text.MalformedTextException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs of corpus/stomp.txt, in one message and byte by byte. */
class StompCorpusTest {
    private static final int MAX_FRAME = 16_384;

    static Stream<Corpus.Input> inputs() {
        return Corpus.read("stomp.txt", 2);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void becomesTheStatedFramesOrTheStatedCloseCode(Corpus.Input input) {
        byte[] bytes = input.bytes();
        assertEquals(input.result(), result(bytes));
        byte[][] torn = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) {
            torn[i] = new byte[] {bytes[i]};
        }
        assertEquals(input.result(), result(torn), "byte by byte");
    }

    private static String result(byte[]... messages) {
        StompDecoder decoder = new StompDecoder(MAX_FRAME);
        List<String> out = new ArrayList<>();
        try {
            for (byte[] message : messages) {
                decoder.decode(message, in -> out.add(shown(in)));
            }
            if (decoder.unfinished() > 0) {
                out.add("…");
            }
        } catch (StompException e) {
            out.add("1002");
        } catch (MalformedTextException e) {
            out.add("1007");
        }
        return String.join(" ", out);
    }

    private static String shown(StompInput in) {
        return in instanceof StompFrame frame
                ? "%s(%d,%d)"
                        .formatted(frame.command(), frame.headers().size(), frame.body().length)
                : "beat";
    }
}
