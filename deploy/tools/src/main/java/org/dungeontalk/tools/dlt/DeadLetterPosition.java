package org.dungeontalk.tools.dlt;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The position of a dead letter in its topic: {@code partition:offset}. */
record DeadLetterPosition(int partition, long offset) {

    @Override
    public String toString() {
        return partition + ":" + offset;
    }

    static final class Converter implements ITypeConverter<DeadLetterPosition> {

        @Override
        public DeadLetterPosition convert(String text) {
            if (!text.matches("[0-9]{1,9}:[0-9]{1,18}")) {
                throw new TypeConversionException(
                        "a dead letter is given as PARTITION:OFFSET, as list prints it");
            }
            int colon = text.indexOf(':');
            return new DeadLetterPosition(
                    Integer.parseInt(text.substring(0, colon)),
                    Long.parseLong(text.substring(colon + 1)));
        }
    }
}
