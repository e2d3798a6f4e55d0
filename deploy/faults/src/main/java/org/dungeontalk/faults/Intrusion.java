package org.dungeontalk.faults;

/**
 * An attempt at something that is not allowed.
 *
 * @param name what is tried
 * @param due the answer that is due
 * @param attempt makes it, and returns the answer
 */
record Intrusion(String name, String due, Attempt attempt) {

    /** Tries something. */
    interface Attempt {
        String by(Intruder intruder) throws Exception;
    }
}
