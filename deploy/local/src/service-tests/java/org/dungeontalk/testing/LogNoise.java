package org.dungeontalk.testing;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log must not hold while a dependency is away: stack traces, and warnings that say again
 * what one has said.
 */
public final class LogNoise {
    private static final Pattern FRAME = Pattern.compile("\\s+at [a-z].*");
    private static final Pattern WARNING =
            Pattern.compile("(?:[-0-9]+ [0-9:,]+ +)?(?:WARN|ERROR|FATAL) +(.*)");

    /** The thread, ids and numbers differ between warnings that say the same. */
    private static final Pattern DIFFERS =
            Pattern.compile("\\(.*?\\)|[0-9a-f]{8}[-0-9a-f]*|[0-9]+");

    private LogNoise() {}

    /**
     * The lines that are noise.
     *
     * @param lines each begins with a time or with its level
     */
    public static List<String> in(Collection<String> lines) {
        Set<String> said = new HashSet<>();
        return lines.stream().filter(line -> isNoise(line, said)).toList();
    }

    private static boolean isNoise(String line, Set<String> said) {
        Matcher warning = WARNING.matcher(line);
        if (warning.matches()) {
            return !said.add(DIFFERS.matcher(warning.group(1)).replaceAll("#"));
        }
        return FRAME.matcher(line).matches();
    }
}
