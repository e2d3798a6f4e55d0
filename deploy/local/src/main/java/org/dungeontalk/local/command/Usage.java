package org.dungeontalk.local.command;

import java.net.URI;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of arguments that go beyond their types. */
public final class Usage {

    private Usage() {}

    /**
     * Throws unless the condition holds.
     *
     * @param otherwise a sentence for the caller of the command
     * @throws ParameterException which ends the command with exit code 2
     */
    public static void require(CommandSpec spec, boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    /** Whether the address has one of these schemes, and a host. */
    public static boolean isAddress(URI address, String... schemes) {
        return address.getHost() != null && List.of(schemes).contains(address.getScheme());
    }
}
