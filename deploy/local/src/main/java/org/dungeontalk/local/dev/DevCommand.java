package org.dungeontalk.local.dev;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.dungeontalk.local.command.DataOption;
import org.dungeontalk.local.stack.DataDir;
import org.dungeontalk.local.up.StackRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Runs one service of a running stack in dev mode instead of its package. This process stands for
 * the service in {@code stack.json}; Maven and the service are its children and end with it.
 */
@Command(
        name = "dev",
        description = {
            "Runs a service of the running stack in dev mode from its sources: gateway-N,"
                    + " persistence, analytics. The next HTTP request compiles what has changed.",
            "Stays in the foreground; q or Ctrl-C ends it, and deploy/local/restart NAME starts the"
                    + " packaged service."
        })
public final class DevCommand implements Callable<Integer> {

    /** Tests are not compiled: with the stack's settings they would use the stack's Kafka. */
    private static final List<String> DEV_MODE =
            List.of(
                    "-ntp",
                    "-Dmaven.test.skip=true",
                    "-Dquarkus.test.continuous-testing=disabled",
                    "-Dquarkus.analytics.disabled=true",
                    "quarkus:dev");

    @Mixin private DataOption option;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "The service; without a name, the command lists them.")
    private String name;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataDir data = option.get();
        StackRequest request = StackRequest.toStackOf(data);
        List<String> services =
                request.stack().names().stream()
                        .filter(one -> !one.equals("postgres") && !one.startsWith("kafka"))
                        .toList();
        StackRequest.requireOneOf(services, name, spec);
        Path root = DataOption.projectRoot();
        String maven = DevMaven.find(root);
        request.takeThePlaceOf(name);
        int code = run(maven, root.resolve(name.replaceFirst("-[0-9]+$", "") + "-service"), data);
        System.out.println(
                "%s has stopped. To start the packaged one: deploy/local/restart %s%s"
                        .formatted(name, name, option.repeated()));
        return code;
    }

    private int run(String maven, Path service, DataDir data)
            throws IOException, InterruptedException {
        ProcessBuilder call = new ProcessBuilder(maven).directory(service.toFile()).inheritIO();
        call.command().addAll(DEV_MODE);
        for (String setting : Files.readAllLines(data.settings(name))) {
            int equals = setting.indexOf('=');
            call.environment().put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        Process process = call.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "end"));
        return process.waitFor() == 0 ? 0 : 1;
    }

    /** Ends Maven on a shutdown of this process; Maven ends the service first. */
    private static void end(Process maven) {
        maven.destroy();
        maven.onExit().join();
    }
}
