package org.dungeontalk.tools;

import java.util.Map;
import org.dungeontalk.local.command.Commands;
import org.dungeontalk.tools.dlt.DltCommand;
import org.dungeontalk.tools.history.ImportCommand;

/** The entry point behind the scripts in {@code deploy/tools}. */
public final class Tools {

    /** Every command, by its script. */
    public static final Commands COMMANDS =
            new Commands(
                    "deploy/tools", Map.of("dlt", DltCommand::new, "import", ImportCommand::new));

    private Tools() {}

    /** Runs one command: its script, then its options. */
    public static void main(String[] args) {
        COMMANDS.run(args);
    }
}
