package org.dungeontalk.analytics.message;

import java.text.Normalizer;

/**
 * Maps letters of other alphabets that look like a Latin letter or digit, and Latin letters with
 * marks, to the lower-case letter that they resemble: the skeleton of UTS #39, for single letters.
 * From Unicode's confusables.txt (17.0; Unicode License v3), with small capitals added. A letter
 * without a look-alike takes that of its other case, so that a word in capitals stays the same
 * word.
 *
 * <p>A table of 64 Ki letters; ICU would bring 14 MB. Thread-safe.
 */
final class LookAlikes {

    private static final char[] LATIN = new char[1 << 16];
    private static final int MARKED_END = 0x2000;
    private static final int FIRST_MARK = 0x300;
    private static final int LAST_MARK = 0x36f;

    private LookAlikes() {}

    /** The ASCII letter or digit that it looks like, or 0 if none. */
    static char latin(char c) {
        return LATIN[c];
    }

    private static void of(char latin, String others) {
        for (int i = 0; i < others.length(); i++) {
            LATIN[others.charAt(i)] = latin;
        }
    }

    /** A letter with marks becomes its base. Greek and Cyrillic bases become their look-alikes. */
    private static void marked() {
        for (char c = 0x80; c < MARKED_END; c++) {
            String parts = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
            if (LATIN[c] == 0 && parts.length() > 1 && isMarked(parts)) {
                char base = parts.charAt(0);
                LATIN[c] = base < 0x80 ? Character.toLowerCase(base) : LATIN[base];
            }
        }
    }

    private static boolean isMarked(String parts) {
        return Character.isLetter(parts.charAt(0))
                && parts.chars().skip(1).allMatch(c -> c >= FIRST_MARK && c <= LAST_MARK);
    }

    static {
        of('2', "\u01a7\u01a8\u01bb\u03e8\u03e9\u14bf\ua644\ua645\ua6ef\ua75a\ua75b");
        of(
                '3',
                "\u01b7\u021c\u021d\u025c\u0292\u0417\u0437\u0498\u0499\u04e0\u04e1\u0969"
                        + "\u0ae9\u2c9c\u2c9d\u2cc4\u2cc5\u2ccc\u2ccd\ua76a\ua76b\ua7ab");
        of('4', "\u13ce\uab9e");
        of('5', "\u01bc");
        of('6', "\u03ec\u0431\u13ee\u2cd2\u2cd3\u2cdc\u2cdd\uabbe");
        of('8', "\u0222\u0223\u09ea\u0a6a");
        of('9', "\u09ed\u0a67\u0b68\u0d6d\u2cca\u2ccb\ua76e\ua76f");
        of('a', "\u0251\u0391\u03b1\u0410\u0430\u13aa\u15c5\u1d00\u2c6d\ua4ee\uab7a");
        of(
                'b',
                "\u0180\u0181\u0182\u0183\u0184\u0185\u0243\u0253\u0299\u0392\u03b2\u0411"
                        + "\u0412\u042c\u0432\u044c\u0462\u0463\u048c\u048d\u13cf\u13f4\u13fc\u1472"
                        + "\u1473\u15af\u15f7\u1c80\u1c87\u2c82\u2c83\ua4d0\ua7b4\ua7b5\uab9f");
        of(
                'c',
                "\u00a2\u023b\u023c\u0421\u0441\u04aa\u04ab\u1004\u105a\u13df\u1c83\u1d04"
                        + "\u2ca4\u2ca5\ua4da\uabaf");
        of(
                'd',
                "\u00d0\u00f0\u0110\u0111\u0189\u018a\u018b\u018c\u0256\u0257\u0500\u0501"
                        + "\u13a0\u13e7\u146f\u15de\u15ea\u1d05\ua4d2\ua4d3\uab70\uabb7");
        of(
                'e',
                "\u0246\u0247\u0395\u03b5\u0415\u0435\u04bc\u04bd\u04be\u04bf\u13ac\u1d07"
                        + "\u2d39\ua4f0\uab32\uab7c");
        of(
                'f',
                "\u0191\u0192\u03dc\u03dd\u0554\u0584\u15b4\u1d6e\u1e9d\ua4dd\ua730\ua798"
                        + "\ua799\uab35");
        of(
                'g',
                "\u018d\u0193\u01e4\u01e5\u0260\u0261\u0262\u050c\u050d\u0551\u0581\u13c0"
                        + "\u13f3\u13fb\u1d83\ua4d6\ua7ac\uab90");
        of(
                'h',
                "\u0126\u0127\u0266\u029c\u0397\u040b\u041d\u043d\u045b\u04a2\u04a3\u04ba"
                        + "\u04bb\u04c7\u04c8\u04c9\u04ca\u0540\u0570\u13bb\u13c2\u13f2\u13fa\u157c"
                        + "\u2c67\u2c68\u2c8e\u2c8f\ua4e7\ua694\ua695\ua7aa\uab8b\uab92");
        of(
                'i',
                "\u0131\u0196\u0197\u0268\u0269\u026a\u0399\u03b9\u0406\u0456\u0552\u0582"
                        + "\u13a5\u13de\u1d7b\u1d7c\u2c92\u2c93\u2cd0\ua646\ua647\ua7ae\uab75");
        of(
                'j',
                "\u0248\u0249\u029d\u037f\u03f3\u0408\u0458\u13ab\u148d\u1d0a\ua4d9\ua7b2"
                        + "\uab7b");
        of(
                'k',
                "\u0198\u0199\u039a\u03ba\u041a\u043a\u049a\u049b\u049e\u049f\u13e6\u16d5"
                        + "\u1d0b\u2c69\u2c6a\u2c94\u2c95\ua4d7\ua740\ua741\uabb6");
        of(
                'l',
                "\u0141\u0142\u019a\u01c0\u023d\u026b\u026d\u029f\u04c0\u04cf\u05d5\u05df"
                        + "\u0627\u0661\u0673\u06f1\u07ca\u14aa\u16c1\u2c62\u2cd1\u2d4f\ua4e1\ua4f2"
                        + "\uabae");
        of(
                'm',
                "\u039c\u03bc\u03fa\u03fb\u041c\u043c\u04cd\u04ce\u13b7\u15f0\u16d6\u1d0d"
                        + "\u2c98\u2c99\ua4df\uab87");
        of(
                'n',
                "\u014a\u014b\u019d\u019e\u0220\u0272\u0273\u0274\u039d\u03b7\u0542\u0548"
                        + "\u054c\u0572\u0578\u057c\u1d70\u2c9a\u2c9b\ua4e0");
        of(
                'o',
                "\u00d8\u00f8\u019f\u0275\u0398\u039f\u03a3\u03b8\u03bf\u03c3\u03ed\u041e"
                        + "\u043e\u0472\u0473\u04e8\u04e9\u0555\u0585\u05e1\u0647\u0665\u06be\u06c1"
                        + "\u06d5\u06f5\u06ff\u07c0\u0966\u09e6\u0a66\u0ae6\u0b20\u0b66\u0be6\u0c66"
                        + "\u0ce6\u0d20\u0d66\u0e50\u0ed0\u101d\u1040\u10ff\u12d0\u13a4\u13be\u13eb"
                        + "\u17e0\u1c82\u1cbf\u1d0f\u1d11\u2c90\u2c91\u2c9e\u2c9f\u2d31\u2d41\u2d54"
                        + "\u3007\ua4f3\ua74a\ua74b\uab3d\uab3e\uab74\uab8e\uabbb");
        of(
                'p',
                "\u00de\u00fe\u01a4\u01a5\u01bf\u01f7\u03a1\u03c1\u03f7\u03f8\u0420\u0440"
                        + "\u13e2\u146d\u1d18\u1d7d\u2c63\u2ca2\u2ca3\u2cce\u2ccf\ua4d1\uabb2");
        of('q', "\u02a0\u051a\u051b\u0533\u0536\u0563\u0566\u2d55\ua7af");
        of(
                'r',
                "\u01a6\u024c\u024d\u027c\u027d\u0280\u0413\u0433\u0492\u0493\u13a1\u13b1"
                        + "\u13d2\u1587\u1d26\u1d72\u2c64\u2c84\u2c85\ua4e3\uab47\uab48\uab71\uab81"
                        + "\uaba2");
        of(
                's',
                "\u01bd\u0282\u0405\u0455\u054f\u057f\u0d1f\u13d5\u13da\u1d74\ua4e2\ua731"
                        + "\ua7c5\uaba5\uabaa");
        of(
                't',
                "\u0166\u0167\u01ac\u01ad\u01ae\u023e\u0288\u03a4\u03c4\u0422\u0442\u04ac"
                        + "\u04ad\u13a2\u1c84\u1c85\u1d1b\u1d75\u2c66\u2ca6\u2ca7\ua4d4\uab72");
        of(
                'u',
                "\u01b2\u0244\u0289\u028b\u03c5\u040f\u045f\u054d\u057d\u1200\u13cc\u144c"
                        + "\u1d1c\u1d7e\ua4f4\ua79e\ua79f\uab4e\uab52\uab9c");
        of(
                'v',
                "\u03bd\u0474\u0475\u05d8\u0667\u06f7\u13d9\u142f\u1d20\u2d38\ua4e6\ua6df"
                        + "\uaba9");
        of(
                'w',
                "\u019c\u026f\u0428\u0448\u0460\u0461\u047c\u047d\u051c\u051d\u0531\u0561"
                        + "\u13b3\u13d4\u1d21\u2cbc\u2cbd\ua4ea\ua760\ua761\uab83\uaba4");
        of(
                'x',
                "\u00d7\u03a7\u03c7\u0425\u0445\u04b2\u04b3\u1541\u157d\u16b7\u2cac\u2cad"
                        + "\u2d5d\ua4eb\ua7b3\uab53");
        of(
                'y',
                "\u00a5\u0194\u01b3\u01b4\u024e\u024f\u0263\u028f\u0393\u03a5\u03b3\u0423"
                        + "\u0443\u04ae\u04af\u04b0\u04b1\u10e7\u13a9\u13bd\u1ca7\u1d8c\u1efe\u1eff"
                        + "\u2ca8\u2ca9\ua4ec\uab5a\uab79\uab8d");
        of('z', "\u01b5\u01b6\u0224\u0225\u0290\u0396\u03b6\u13c3\u1d22\u1d76\ua4dc\uab93");
        marked();
    }
}
