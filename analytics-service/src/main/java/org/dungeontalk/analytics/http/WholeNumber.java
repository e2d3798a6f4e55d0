package org.dungeontalk.analytics.http;

import org.dungeontalk.analytics.architecture.FrameworkFree;

/**
 * A number in a query parameter. The service parses it itself, because the framework answers a
 * malformed number with 404.
 */
@FrameworkFree
public final class WholeNumber {

    private WholeNumber() {}

    /**
     * @param name of the parameter
     * @throws IllegalArgumentException with a sentence for the caller
     */
    public static int of(String name, String text, int least, int most) {
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw new IllegalArgumentException(
                    name + " must be a number from " + least + " to " + most);
        }
        return number;
    }
}
