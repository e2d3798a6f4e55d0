package org.dungeontalk.local.command;

import java.nio.file.Path;
import org.dungeontalk.local.stack.DataDir;
import picocli.CommandLine.Option;

/** The options that all commands have: the stack's directory, and help. */
public final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Directory for the stack's data, kept between runs. Default:"
                            + " deploy/local/target/stack, which `mvn clean` removes.")
    private Path chosen;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    /** The chosen directory, or the default. */
    public DataDir get() {
        return chosen == null
                ? DataDir.standard()
                : new DataDir(chosen.toAbsolutePath().normalize());
    }

    /** The option that makes another command use the same stack; empty for the default. */
    public String repeated() {
        return get().option();
    }

    /** The project's root, which the scripts pass as system property {@code dungeontalk.root}. */
    public static Path projectRoot() {
        return Path.of(System.getProperty("dungeontalk.root", ".")).toAbsolutePath().normalize();
    }
}
