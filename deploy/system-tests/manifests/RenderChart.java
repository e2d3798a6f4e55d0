import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * Renders a chart with Helm itself, once for each file of values, and lints it.
 *
 * <p>Arguments: the chart's folder, the namespace, files of values. Prints a line for each file, and one for lint: {@code ok} or {@code
 * failed}, and in Base64 the rendered objects or what Helm says.
 */
public final class RenderChart {

    private RenderChart() {}

    /** Renders and lints. */
    public static void main(String[] arguments) {
        Path chart = Path.of(arguments[0]);
        for (String values : List.of(arguments).subList(2, arguments.length)) {
            try {
                print(true, new Helm(chart).template().withName("dungeontalk").withNamespace(arguments[1])
                        .withKubeVersion("1.30.0").withValuesFile(Path.of(values)).call());
            } catch (RuntimeException e) {
                print(false, String.valueOf(e.getMessage()));
            }
        }
        LintResult lint = new Helm(chart).lint().strict().call();
        print(!lint.isFailed(), String.join("\n", lint.getMessages()));
    }

    private static void print(boolean ok, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.out.println((ok ? "ok " : "failed ") + Base64.getEncoder().encodeToString(bytes));
    }
}
