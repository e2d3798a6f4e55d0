package org.dungeontalk.load;

import java.util.Map;
import org.dungeontalk.load.bench.BenchCommand;
import org.dungeontalk.load.compare.CompareCommand;
import org.dungeontalk.load.measure.MeasureCommand;
import org.dungeontalk.load.replay.ReplayCommand;
import org.dungeontalk.local.command.Commands;

/** The entry point behind the scripts in {@code deploy/load}. */
public final class Load {

    /** Every command, by the name of its script. */
    public static final Commands COMMANDS =
            new Commands(
                    "deploy/load",
                    Map.of(
                            "replay", ReplayCommand::new,
                            "bench", BenchCommand::new,
                            "compare", CompareCommand::new,
                            "measure", MeasureCommand::new));

    private Load() {}

    /** Runs one command. The arguments are the script's name and its options. */
    public static void main(String[] args) {
        COMMANDS.run(args);
    }
}
