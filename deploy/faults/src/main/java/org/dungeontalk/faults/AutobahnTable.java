package org.dungeontalk.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code autobahn.txt}, which explains its own notation. */
final class AutobahnTable {

    private static final Pattern ITEM = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern OPCODE =
            Pattern.compile("([a-z]+)(\\d*)(-?)(?:\\^(\\d))?(?:/(\\d+))?");
    private static final Map<String, Integer> OPCODES =
            Map.of("more", 0, "text", 1, "binary", 2, "close", 8, "ping", 9, "pong", 10);
    private static final byte[] BEFORE = "ACK\nid:a\nreceipt:".getBytes(UTF_8);
    private static final byte[] AFTER = {'\n', '\n', 0};
    private static final int FINAL = 0x80;
    private static final int CONTROL = 8;
    private static final int NORMAL = 1000;
    private static final int PING = 9;

    private final ByteArrayOutputStream echo = new ByteArrayOutputStream();
    private final List<byte[]> pings = new ArrayList<>();
    private final List<byte[]> frames = new ArrayList<>();
    private boolean inEcho;
    private boolean echoEnded;
    private boolean closes;

    private AutobahnTable() {}

    /** The cases of these groups, in the table's order. */
    static List<AutobahnCase> groups(String... groups) {
        List<String> wanted = List.of(groups);
        return lines().stream()
                .filter(line -> wanted.contains(line.substring(0, line.indexOf('.'))))
                .map(line -> new AutobahnTable().read(line))
                .toList();
    }

    private static List<String> lines() {
        try (InputStream in = AutobahnTable.class.getResourceAsStream("autobahn.txt")) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private AutobahnCase read(String line) {
        String[] columns = line.split(" \\| ", 4);
        String[] pace = columns[2].split(" ");
        List<byte[]> pieces = new ArrayList<>();
        for (String frame : (columns[3] + "; wait").split("; ")) {
            if (!frame.equals("wait")) {
                frame(frame);
            } else if (pace[0].equals("frames")) {
                pieces.addAll(frames);
                frames.clear();
            } else {
                pieces.add(joined());
            }
        }
        if (pace[0].equals("cuts")) {
            pieces = cut(pieces.get(0), pace[1].split(","));
        }
        int chop =
                switch (pace[0]) {
                    case "octets" -> 1;
                    case "chops" -> Integer.parseInt(pace[1]);
                    default -> Integer.MAX_VALUE;
                };
        List<AutobahnCase.Answer> answers = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        for (String word : columns[1].split(" ")) {
            if (word.equals("any")) {
                ends.add(AutobahnCase.ANY);
            } else if (word.equals("cut")) {
                ends.add(RawSocket.CUT);
            } else if (Character.isDigit(word.charAt(0))) {
                ends.add(Integer.valueOf(word));
            } else {
                answers.add(answer(word.replace("?", ""), word.endsWith("?")));
            }
        }
        return new AutobahnCase(
                columns[0], pieces, chop, answers, ends, !closes && ends.contains(NORMAL));
    }

    private AutobahnCase.Answer answer(String word, boolean optional) {
        return switch (word) {
            case "echo" ->
                    new AutobahnCase.Answer(
                            RawSocket.TEXT,
                            "receipt-id:" + echo.toString(ISO_8859_1) + "\n",
                            optional);
            case "pong" ->
                    new AutobahnCase.Answer(
                            RawSocket.PONG, new String(pings.remove(0), ISO_8859_1), optional);
            default -> new AutobahnCase.Answer(RawSocket.TEXT, "", optional);
        };
    }

    private void frame(String notation) {
        String[] parts = notation.split(" ", 2);
        Matcher opcode = OPCODE.matcher(parts[0]);
        if (!opcode.matches()) {
            throw new IllegalArgumentException("No frame: " + notation);
        }
        int code =
                opcode.group(1).equals("op")
                        ? Integer.parseInt(opcode.group(2))
                        : OPCODES.get(opcode.group(1));
        int reserved = opcode.group(4) == null ? 0 : Integer.parseInt(opcode.group(4)) << 4;
        byte[] payload = payload(code, parts.length > 1 ? parts[1] : "");
        closes |= opcode.group(1).equals("close");
        if (code == PING) {
            pings.add(payload);
        }
        if (opcode.group(5) != null) {
            fragments(code, payload, Integer.parseInt(opcode.group(5)));
        } else {
            int last = opcode.group(3).isEmpty() ? FINAL : 0;
            frames.add(RawSocket.encoded(last | reserved | code, payload));
        }
    }

    private void fragments(int code, byte[] payload, int size) {
        for (int at = 0; at < payload.length; at += size) {
            int end = Math.min(payload.length, at + size);
            int first = (end == payload.length ? FINAL : 0) | (at == 0 ? code : 0);
            frames.add(RawSocket.encoded(first, Arrays.copyOfRange(payload, at, end)));
        }
    }

    private byte[] payload(int code, String notation) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Matcher item = ITEM.matcher(notation);
        while (item.find()) {
            if (item.group(1) != null) {
                put(code, item.group(1).getBytes(UTF_8), all);
            } else if (item.group(2).equals("<")) {
                all.writeBytes(BEFORE);
                inEcho = !echoEnded;
            } else if (item.group(2).equals(">")) {
                all.writeBytes(AFTER);
                inEcho = false;
                echoEnded = true;
            } else {
                String[] times = item.group(2).split("\\*");
                byte[] once = HexFormat.of().parseHex(times[0]);
                for (int i = times.length > 1 ? Integer.parseInt(times[1]) : 1; i > 0; i--) {
                    put(code, once, all);
                }
            }
        }
        return all.toByteArray();
    }

    private void put(int code, byte[] bytes, ByteArrayOutputStream all) {
        all.writeBytes(bytes);
        if (inEcho && code < CONTROL) {
            echo.writeBytes(bytes);
        }
    }

    /** The frames so far, which are forgotten. */
    private byte[] joined() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        frames.clear();
        return all.toByteArray();
    }

    private static List<byte[]> cut(byte[] bytes, String... places) {
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        for (String place : places) {
            pieces.add(Arrays.copyOfRange(bytes, at, Integer.parseInt(place)));
            at = Integer.parseInt(place);
        }
        pieces.add(Arrays.copyOfRange(bytes, at, bytes.length));
        return pieces;
    }
}
