package org.dungeontalk.analytics.anomaly;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.dungeontalk.analytics.alert.AlertKind;
import org.dungeontalk.analytics.alert.Severity;
import org.dungeontalk.analytics.alert.Subject;
import org.dungeontalk.analytics.message.Text;
import org.dungeontalk.analytics.window.KeyCodec;
import org.dungeontalk.analytics.window.LruMap;
import org.dungeontalk.analytics.window.SlidingWindow;

/**
 * A player posts too many links, or mentions too many names with {@code @}, within a span, in one
 * message or in many.
 */
public final class LinkFlood implements Detector {

    private static final List<String> LINK_BEGINNINGS = List.of("http://", "https://", "www.");

    private final int links;
    private final int mentions;
    private final long span;
    private final LruMap<String, SlidingWindow> linksOf;
    private final LruMap<String, SlidingWindow> mentionsOf;

    /** A flood is this many links, or mentions, in {@code span} milliseconds. */
    public LinkFlood(int links, int mentions, long span, int capacity) {
        this.links = links;
        this.mentions = mentions;
        this.span = span;
        this.linksOf =
                new LruMap<>(capacity, KeyCodec.TEXT, () -> new SlidingWindow(span, 3 * links));
        this.mentionsOf =
                new LruMap<>(capacity, KeyCodec.TEXT, () -> new SlidingWindow(span, 3 * mentions));
    }

    @Override
    public void observe(Observation seen, Findings findings) {
        if (!seen.message().type().isSpeech()) {
            return;
        }
        String text = Text.shown(seen.message().content());
        add(seen, linksIn(text), links, linksOf, findings);
        add(seen, mentionsIn(text), mentions, mentionsOf, findings);
    }

    private static void add(
            Observation seen,
            int more,
            int threshold,
            LruMap<String, SlidingWindow> windows,
            Findings findings) {
        if (more == 0) {
            return;
        }
        SlidingWindow window = windows.of(seen.message().playerId());
        for (int i = 0; i < Math.min(more, threshold); i++) {
            window.add(seen.message().at(), seen.offset());
        }
        if (window.size() >= threshold) {
            findings.found(
                    seen,
                    AlertKind.LINK_FLOOD,
                    Subject.player(seen.message().playerId()),
                    Severity.of(window.size(), threshold),
                    1,
                    () -> window.newest(window.size()).stream().distinct().toList());
        }
    }

    private static int linksIn(String text) {
        if (text.indexOf('.') < 0 && text.indexOf("://") < 0) {
            return 0;
        }
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            for (String beginning : LINK_BEGINNINGS) {
                if (text.regionMatches(true, i, beginning, 0, beginning.length())) {
                    count++;
                    i += beginning.length() + 3;
                }
            }
        }
        return count;
    }

    private static int mentionsIn(String text) {
        int count = 0;
        for (int i = text.indexOf('@'); i >= 0; i = text.indexOf('@', i + 1)) {
            boolean begins = i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1));
            if (begins && i + 1 < text.length() && Character.isLetterOrDigit(text.charAt(i + 1))) {
                count++;
            }
        }
        return count;
    }

    @Override
    public void forget(long before) {
        linksOf.forget(before - span);
        mentionsOf.forget(before - span);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        linksOf.save(out);
        mentionsOf.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        linksOf.load(in);
        mentionsOf.load(in);
    }
}
