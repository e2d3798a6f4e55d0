package org.dungeontalk.load.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Markdown table whose columns are aligned, so it can also be read in a terminal. */
final class MarkdownTable {

    private final List<List<String>> rows = new ArrayList<>();

    MarkdownTable(List<String> titles) {
        rows.add(List.copyOf(titles));
    }

    /** Adds a row, with a cell for each title. */
    void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    /** The lines, each with its end. */
    String text() {
        List<Integer> widths =
                IntStream.range(0, rows.get(0).size())
                        .map(column -> width(column))
                        .boxed()
                        .toList();
        String rule =
                widths.stream()
                        .map(width -> "-".repeat(width + 2))
                        .collect(Collectors.joining("|", "|", "|\n"));
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(line(row, widths));
        }
        text.insert(text.indexOf("\n") + 1, rule);
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String line(List<String> cells, List<Integer> widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(i -> cells.get(i) + " ".repeat(widths.get(i) - cells.get(i).length()))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
