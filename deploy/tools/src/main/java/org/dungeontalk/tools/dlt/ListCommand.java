package org.dungeontalk.tools.dlt;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints one line for each dead letter. */
@Command(name = "list", description = "Prints one line for each dead letter, oldest first.")
final class ListCommand implements Callable<Integer> {

    @Mixin private DeadLetterOptions options;

    @Override
    public Integer call() throws IOException {
        AtomicInteger count = new AtomicInteger();
        options.letters()
                .each(
                        letter -> {
                            System.out.println(letter.summary());
                            count.incrementAndGet();
                        });
        System.out.printf("%d in %s%n", count.get(), options.topic());
        return 0;
    }
}
