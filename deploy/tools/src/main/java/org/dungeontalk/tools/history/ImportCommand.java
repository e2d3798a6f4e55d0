package org.dungeontalk.tools.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.dungeontalk.local.command.Usage;
import org.dungeontalk.local.stack.StackFailed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Imports a file of mongoexport into history. */
@Command(
        name = "import",
        description = {
            "Imports messages of another chat server into history, before all messages of the log.",
            "Needs the tables of persistence-service, which may run meanwhile. A message that is"
                    + " there already stays as it is, so a second run changes nothing, and a run"
                    + " that was killed goes on if you repeat it. Exits with 1 if a line was"
                    + " refused."
        })
public final class ImportCommand implements Callable<Integer> {

    @Mixin private DatabaseOptions database;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "Documents as mongoexport writes them, one JSON object a line.")
    private Path file;

    @Option(
            names = "--nicknames",
            paramLabel = "FILE",
            description =
                    "Nicknames for documents without senderNickname, a line each: {\"id\": …,"
                            + " \"nickName\": …}. Default: the sender's id.")
    private Path nicknames;

    @Option(
            names = "--field",
            paramLabel = "FIELD=NAME",
            description =
                    "The name that a field of the contract has in the documents, such as"
                            + " createdAt=sentAt. Repeat it for more. Default: the same name; for"
                            + " messageId also _id.")
    private Map<String, String> fields = Map.of();

    @Option(
            names = "--cut",
            description =
                    "Cut texts of more than 2,000 characters. Default: their lines are refused.")
    private boolean cut;

    @Option(
            names = "--refused",
            paramLabel = "FILE",
            description =
                    "Where refused lines go, with their numbers and reasons. Default:"
                            + " FILE.refused.")
    private Path refused;

    @Option(names = "--dry-run", description = "Check and count, and import nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        for (String field : fields.keySet()) {
            Usage.require(
                    spec,
                    FieldNames.KNOWN.contains(field),
                    "--field: the contract has no field %s. FIELD is one of: %s"
                            .formatted(field, String.join(", ", FieldNames.KNOWN)));
        }
        requireReadable(file);
        DocumentDecoder decoder =
                new DocumentDecoder(new FieldNames(fields), nicknames(), cut, Instant.now());
        Path rest = refused == null ? Path.of(file + ".refused") : refused;
        HistoryImport.Counts counts = run(decoder, rest);
        System.out.println(sentence(counts));
        if (counts.refused() > 0) {
            System.out.println("The refused lines are in " + rest);
        }
        return counts.refused() == 0 ? 0 : 1;
    }

    private HistoryImport.Counts run(DocumentDecoder decoder, Path rest) throws IOException {
        try (Connection connection = database.connect();
                Lines lines = new Lines(file);
                RefusedLines refusedLines = new RefusedLines(rest)) {
            return new HistoryImport(
                            connection,
                            decoder,
                            dryRun,
                            counts -> System.err.println(sentence(counts)))
                    .run(lines, refusedLines);
        } catch (SQLException e) {
            throw DatabaseOptions.failed(e);
        }
    }

    private Map<String, String> nicknames() throws IOException {
        if (nicknames == null) {
            return Map.of();
        }
        requireReadable(nicknames);
        return Nicknames.read(nicknames);
    }

    private static void requireReadable(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new StackFailed("Can't read the file " + file + ".");
        }
    }

    private String sentence(HistoryImport.Counts counts) {
        return "%d read, %d %s, %d already there, %d refused"
                .formatted(
                        counts.read(),
                        counts.imported(),
                        dryRun ? "to import" : "imported",
                        counts.there(),
                        counts.refused());
    }
}
