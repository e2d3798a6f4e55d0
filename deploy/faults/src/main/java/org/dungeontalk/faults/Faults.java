package org.dungeontalk.faults;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.dungeontalk.faults.search.SearchCommand;
import org.dungeontalk.local.command.Commands;

/**
 * The entry point behind the scripts in {@code deploy/faults}: one that runs any rows, one for each
 * row, and the random search.
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
        all.put("search", SearchCommand::new);
        Rows.names().forEach(row -> all.put(row, () -> new RowCommand(row)));
        return all;
    }
}
