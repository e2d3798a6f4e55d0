package org.dungeontalk.faults;

/** What a service says to a token. */
enum Admission {
    ADMITTED,

    /** The client needs another token. */
    REFUSED,

    /** The client may come again with the same token. */
    UNAVAILABLE,

    /** Anything else. */
    UNEXPECTED;

    /** The answer in words of HTTP, or the close code after CONNECT; CONNECTED if there is none. */
    static Admission of(String answer) {
        return switch (answer) {
            case "101", "200", "CONNECTED" -> ADMITTED;
            case "401", "4005" -> REFUSED;
            case "503", "1013" -> UNAVAILABLE;
            default -> UNEXPECTED;
        };
    }
}
