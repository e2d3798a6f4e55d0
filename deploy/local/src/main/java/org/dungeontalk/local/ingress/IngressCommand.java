package org.dungeontalk.local.ingress;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.command.Usage;
import org.dungeontalk.local.stack.StackFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs haproxy in front of the gateways of a running stack, in the foreground. */
@Command(
        name = "ingress/run",
        description = {
            "Runs haproxy in front of the gateways of the running stack until Ctrl-C.",
            "A player who connects with ?room=ROOM gets to the gateway for the room's partition."
        })
public final class IngressCommand implements Callable<Integer> {

    private static final int FROM_FIRST_GATEWAY = 25;

    @Mixin private DataOption data;

    @Spec private CommandSpec spec;

    @Option(
            names = "--listen",
            paramLabel = "PORT",
            description = "Port for the players. Default: the first gateway's port + 25.")
    private Integer port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Usage.require(
                spec, port == null || port > 0 && port < 65_536, "--listen must be 1 to 65535.");
        List<StackFile.Started> gateways =
                StackFile.read(data.get())
                        .orElseThrow(data.get()::noStack)
                        .processesNamed("gateway");
        int listen = port == null ? gateways.get(0).ports().get("http") + FROM_FIRST_GATEWAY : port;
        try (Ingress ingress =
                Ingress.start(
                        DataOption.projectRoot().resolve("deploy/local/ingress"),
                        data.get().path().resolve("ingress"),
                        listen,
                        gateways)) {
            System.out.println("Players connect to " + ingress.webSocket() + "?room=ROOM");
            ingress.awaitEnd();
        }
        return 0;
    }
}
