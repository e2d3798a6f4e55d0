package org.dungeontalk.faults;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.dungeontalk.local.command.Commands;

/**
 * The entry point behind the scripts in {@code deploy/faults}: one that runs any rows, and one for
 * each row.
 */
public final class Faults {

    /** Every command, by the name of its script. */
    public static final Commands COMMANDS = new Commands("deploy/faults", commands());

    private Faults() {}

    /** Runs one command. The arguments are the script's name and its options. */
    public static void main(String[] args) {
        COMMANDS.run(args);
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> all = new HashMap<>();
        all.put("run", RunCommand::new);
        Rows.names().forEach(row -> all.put(row, () -> new RowCommand(row)));
        return all;
    }
}
