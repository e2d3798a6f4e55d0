package org.dungeontalk.gateway.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    void everyCharacterOfUnicodeIsText() {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                byte[] bytes = Character.toString(c).getBytes(UTF_8);
                assertDoesNotThrow(() -> Utf8.check(bytes));
            }
        }
    }

    @Test
    void agreesWithTheJdkOnEveryFourBytesFromTheRimOfTheRanges() {
        int[] rims = {
            0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF, 0xF0,
            0xF4, 0xF5
        };
        for (int a : rims) {
            for (int b : rims) {
                for (int c : rims) {
                    for (int d : rims) {
                        agrees(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
                    }
                }
            }
        }
    }

    @Test
    void agreesWithTheJdkOnTextThatWasTamperedWith() {
        Random random = new Random(3);
        for (int run = 0; run < 20_000; run++) {
            byte[] bytes = "용의 문 🐉 a\uFFFDb".getBytes(UTF_8);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            agrees(bytes);
        }
    }

    @Test
    void aTextThatEndsWithinACharacterIsNone() {
        assertThrows(
                MalformedTextException.class,
                () -> Utf8.check(new byte[] {'a', (byte) 0xE2, (byte) 0x82}));
    }

    private static void agrees(byte[] bytes) {
        boolean jdk = true;
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            jdk = false;
        }
        boolean own = true;
        try {
            Utf8.check(bytes);
        } catch (MalformedTextException e) {
            own = false;
        }
        assertEquals(jdk, own, () -> java.util.HexFormat.of().formatHex(bytes));
    }
}
