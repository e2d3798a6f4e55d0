package org.dungeontalk.faults;

/** Reads who a client of Kafka is. */
final class KafkaClientId {

    /** Size, kind, version and number of the request come first. */
    private static final int LENGTH_AT = 12;

    private static final int TEXT_AT = 14;

    private KafkaClientId() {}

    /**
     * The client id in the header of a request.
     *
     * @param request its bytes as ISO 8859-1
     * @return empty if there is none
     */
    static String of(String request) {
        if (request.length() < TEXT_AT) {
            return "";
        }
        int length = (short) (request.charAt(LENGTH_AT) << 8 | request.charAt(LENGTH_AT + 1));
        int end = TEXT_AT + length;
        return length < 0 || end > request.length() ? "" : request.substring(TEXT_AT, end);
    }
}
