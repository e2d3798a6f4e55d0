package org.dungeontalk.faults.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Judges the log of a service: nothing that happened in the run is a reason for a stack trace, and
 * a change of state is worth one line.
 */
public final class ServiceLog {

    private static final Pattern LINE =
            Pattern.compile("^[-0-9]+ [0-9:,]+ +([A-Z]+) +\\[([^]]+)] \\(.*?\\) (.*)$");
    private static final Pattern FRAME = Pattern.compile("^\\s+at [a-z].*");

    /** The first line of a stack trace that somebody prints without a logger. */
    private static final Pattern EXCEPTION =
            Pattern.compile("^([a-z]\\w*\\.)+[A-Z][\\w$]*(: .*)?$");

    private static final int MOST_SHOWN = 200;

    /** A machine without a free core is neither a client nor an absent dependency. */
    private static final String STARVED = "[io.vertx.core.impl.BlockedThreadChecker]";

    private ServiceLog() {}

    /**
     * @param lines the whole log of a service
     * @param changes how often the state of the service, or of something that it needs, may have
     *     changed
     * @return a sentence for each finding
     */
    public static List<String> finds(List<String> lines, int changes) {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        Kind last = new Kind("the beginning");
        for (String line : lines) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                String kind = parts.group(2) + " " + generalized(parts.group(3));
                last = kinds.computeIfAbsent(kind, any -> new Kind(line));
                last.lines++;
                if (parts.group(1).matches("WARN|ERROR|FATAL")) {
                    last.complaints++;
                }
            } else if (FRAME.matcher(line).matches()) {
                last.hasTrace = true;
            } else if (last.isStarved() && EXCEPTION.matcher(line).matches()) {
                last = kinds.computeIfAbsent(line, Kind::new);
                last.lines++;
            }
        }
        return kinds.values().stream()
                .filter(kind -> !kind.isStarved())
                .filter(kind -> kind.hasTrace || kind.complaints > changes)
                .map(Kind::text)
                .toList();
    }

    /** Lines that say the same. */
    private static final class Kind {

        private final String example;
        private int lines;
        private int complaints;
        private boolean hasTrace;

        private Kind(String example) {
            this.example = example;
        }

        private boolean isStarved() {
            return example.contains(STARVED);
        }

        private String text() {
            return "%s%d times: %s"
                    .formatted(hasTrace ? "a stack trace, " : "", lines, shown(example));
        }
    }

    /** Numbers and ids differ between lines that say the same. */
    private static String generalized(String text) {
        return text.replaceAll("[0-9a-f]{8}[-0-9a-f]*|[0-9]+", "#");
    }

    private static String shown(String line) {
        return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + " …" : line;
    }
}
