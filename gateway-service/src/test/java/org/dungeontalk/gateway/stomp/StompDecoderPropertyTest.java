package org.dungeontalk.gateway.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.dungeontalk.gateway.text.MalformedTextException;

/**
 * What holds for any bytes a client may send, whole or torn, right or wrong. The seed makes every
 * run try the same thousand cases.
 */
class StompDecoderPropertyTest {
    private static final int MAX_FRAME = 16_384;
    private static final StompCommand[] ESCAPED = {
        StompCommand.SEND, StompCommand.SUBSCRIBE, StompCommand.ACK, StompCommand.DISCONNECT
    };

    @Property(seed = "1")
    void framesComeOutAsTheyWentInHoweverTheyAreTorn(
            @ForAll("frames") @Size(max = 5) List<StompFrame> frames,
            @ForAll @Size(max = 10) List<@IntRange(min = 1, max = 200) Integer> cuts) {
        byte[] stream = encoded(frames);
        List<StompFrame> decoded = new ArrayList<>();
        StompDecoder decoder = new StompDecoder(MAX_FRAME);
        int at = 0;
        for (int cut : cuts) {
            int to = Math.min(stream.length, at + cut);
            decode(decoder, Arrays.copyOfRange(stream, at, to), decoded);
            at = to;
        }
        decode(decoder, Arrays.copyOfRange(stream, at, stream.length), decoded);
        assertEquals(frames.size(), decoded.size());
        for (int i = 0; i < frames.size(); i++) {
            assertEquals(frames.get(i).command(), decoded.get(i).command());
            assertEquals(frames.get(i).headers(), decoded.get(i).headers());
            assertArrayEquals(frames.get(i).body(), decoded.get(i).body());
        }
    }

    @Property(seed = "1")
    void anyBytesAreFramesOrAProtocolErrorAndNothingElse(@ForAll byte[] bytes) {
        framesOrProtocolError(bytes);
    }

    @Property(seed = "1")
    void aFrameThatWasTamperedWithIsAFrameOrAProtocolError(
            @ForAll("frames") @Size(min = 1, max = 3) List<StompFrame> frames,
            @ForAll @IntRange(max = 5_000) int place,
            @ForAll byte instead) {
        byte[] stream = encoded(frames);
        stream[place % stream.length] = instead;
        framesOrProtocolError(stream);
    }

    @Provide
    Arbitrary<List<StompFrame>> frames() {
        Arbitrary<String> text = Arbitraries.strings().ofMinLength(1).ofMaxLength(30);
        Arbitrary<String> sound = text.filter(t -> t.equals(new String(t.getBytes(UTF_8), UTF_8)));
        Arbitrary<String> withoutNul = sound.filter(t -> t.indexOf(0) < 0);
        Arbitrary<Map<String, String>> headers =
                Arbitraries.maps(
                                withoutNul.filter(name -> !name.equals("content-length")),
                                withoutNul)
                        .ofMaxSize(6);
        Arbitrary<byte[]> body = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        return Combinators.combine(Arbitraries.of(ESCAPED), headers, body)
                .as(StompDecoderPropertyTest::frame)
                .list();
    }

    private static StompFrame frame(
            StompCommand command, Map<String, String> headers, byte[] body) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("content-length", Integer.toString(body.length));
        return new StompFrame(command, all, body);
    }

    private static byte[] encoded(List<StompFrame> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (StompFrame frame : frames) {
            StringBuilder head = new StringBuilder(frame.command().name()).append('\n');
            frame.headers()
                    .forEach(
                            (name, value) ->
                                    head.append(HeaderText.escape(name))
                                            .append(':')
                                            .append(HeaderText.escape(value))
                                            .append('\n'));
            out.writeBytes(head.append('\n').toString().getBytes(UTF_8));
            out.writeBytes(frame.body());
            out.write(0);
        }
        return out.toByteArray();
    }

    private static void framesOrProtocolError(byte[] bytes) {
        List<StompFrame> decoded = new ArrayList<>();
        try {
            decode(new StompDecoder(MAX_FRAME), bytes, decoded);
        } catch (StompException | MalformedTextException refused) {
            return;
        }
        int out = decoded.stream().mapToInt(frame -> frame.body().length).sum();
        assertTrue(out <= bytes.length, "more came out than went in");
    }

    private static void decode(StompDecoder decoder, byte[] bytes, List<StompFrame> into) {
        decoder.decode(
                bytes,
                input -> {
                    if (input instanceof StompFrame frame) {
                        into.add(frame);
                    }
                });
    }
}
