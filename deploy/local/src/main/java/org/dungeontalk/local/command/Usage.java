package org.dungeontalk.local.command;

import java.net.URI;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a command demands of its arguments beyond their types. */
public final class Usage {

    private Usage() {}

    /**
     * Goes on only if it holds.
     *
     * @param otherwise a sentence for who called the command
     * @throws ParameterException which ends the command with exit code 2
     */
    public static void require(CommandSpec spec, boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    /** Whether it is an address of one of these schemes, with a host. */
    public static boolean isAddress(URI address, String... schemes) {
        return address.getHost() != null && List.of(schemes).contains(address.getScheme());
    }
}
