package org.dungeontalk.tools.dlt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints one dead letter, or writes its value to a file. */
@Command(name = "show", description = "Prints the headers and the value of one dead letter.")
final class ShowCommand implements Callable<Integer> {

    @Mixin private DeadLetterOptions options;

    @Parameters(
            paramLabel = "LETTER",
            converter = DeadLetterPosition.Converter.class,
            description = "PARTITION:OFFSET, as list prints it.")
    private DeadLetterPosition position;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the value to this file, byte by byte, so that you can repair it.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        Optional<DeadLetter> letter = options.letters().find(position);
        if (letter.isEmpty()) {
            System.err.printf("%s has no dead letter %s.%n", options.topic(), position);
            return 1;
        }
        System.out.println(letter.get().whole());
        if (file != null && letter.get().record().value() != null) {
            Files.write(file, letter.get().record().value());
        }
        return 0;
    }
}
