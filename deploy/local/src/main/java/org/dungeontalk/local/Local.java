package org.dungeontalk.local;

import java.util.Map;
import org.dungeontalk.local.command.Commands;
import org.dungeontalk.local.dev.DevCommand;
import org.dungeontalk.local.down.DownCommand;
import org.dungeontalk.local.ingress.IngressCommand;
import org.dungeontalk.local.regions.RegionsCommand;
import org.dungeontalk.local.token.TokenCommand;
import org.dungeontalk.local.up.RestartCommand;
import org.dungeontalk.local.up.UpCommand;

/** The entry point behind the scripts in {@code deploy/local}. */
public final class Local {

    /** Every command, by its script. */
    public static final Commands COMMANDS =
            new Commands(
                    "deploy/local",
                    Map.of(
                            "up", UpCommand::new,
                            "dev", DevCommand::new,
                            "down", DownCommand::new,
                            "ingress/run", IngressCommand::new,
                            "restart", RestartCommand::new,
                            "token", TokenCommand::new,
                            "regions", RegionsCommand::new));

    private Local() {}

    /** Runs one command: its script, then its options. */
    public static void main(String[] args) {
        COMMANDS.run(args);
    }
}
