package org.dungeontalk.analytics.anomaly;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dungeontalk.analytics.message.Text;

/**
 * Texts that players may repeat without a limit: single words such as "gg", laughter, applause and
 * dice rolls. Applies to repeats and raids, not to floods.
 */
public final class AllowList {

    /** The letters ㅋㅎㅠㅜㄷㅇㄱ as {@link Text} unifies them, and syllables of laughter. */
    private static final String KOREAN = "\u110f\u1112\u1172\u116e\u1103\u110b\u1100하헤호히키크큭";

    /** Laughing faces and clapping hands, as {@link Text} unifies them. */
    private static final String EMOJI = Text.of("😂🤣😆😅😹😄😁👏🙌🎉").toString();

    /** Laughter and applause of any length. Runs are already shortened to two letters. */
    private static final Pattern LAUGHTER =
            Pattern.compile("(?:[" + KOREAN + EMOJI + "]|ha|he|hi|ho|lol|xd|wow|yay|ww)+[ah]?");

    /** A roll such as /roll 2d6+3, !r d20, 1d20, 2d6 = 9; without signs: roll2d63. */
    private static final Pattern DICE =
            Pattern.compile(
                    "(?:roll(?:s|ed)?|r|주사위)?\\d{0,3}d(?:\\d{1,4}|f)[\\dkhl]*|roll(?:s|ed)?\\d*|주사위\\d*");

    private static final int LONGEST = 40;

    /** First letters of laughter and rolls, so that most texts need no pattern match. */
    private static final String LAUGHTER_BEGINS = "hlxwy" + KOREAN + EMOJI;

    private static final String DICE_BEGINS = "rd0123456789주";

    private final Set<String> texts;
    private final int longestText;

    /** Allows these texts in {@link Text}'s normal form, besides laughter and dice. */
    public AllowList(Collection<String> texts) {
        this.texts =
                texts.stream().map(text -> Text.of(text).toString()).collect(Collectors.toSet());
        this.longestText = this.texts.stream().mapToInt(String::length).max().orElse(0);
    }

    /** Whether this text may be repeated without a limit. */
    public boolean allows(Text text) {
        if (text.length() == 0) {
            return false;
        }
        boolean isShort = text.length() <= LONGEST;
        boolean laughs = isShort && LAUGHTER_BEGINS.indexOf(text.letter(0)) >= 0;
        boolean rolls = isShort && DICE_BEGINS.indexOf(text.letter(0)) >= 0;
        if (!laughs && !rolls && text.length() > longestText) {
            return false;
        }
        String letters = text.toString();
        return texts.contains(letters)
                || laughs && LAUGHTER.matcher(letters).matches()
                || rolls && DICE.matcher(letters).matches();
    }
}
