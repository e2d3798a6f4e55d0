package org.dungeontalk.load.measure;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Draws latencies by percentile as SVG. The percentiles' axis gives each further nine the same
 * width, so the tail can be read. Pure.
 */
final class PercentileChart {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 30;
    private static final int TOP = 50;
    private static final int BOTTOM = 50;
    private static final int STEPS = 300;
    private static final double MILLI = 1e6;
    private static final String[] LABELS = {"0 %", "90 %", "99 %", "99.9 %", "99.99 %"};

    private PercentileChart() {}

    /**
     * The chart.
     *
     * @param title above it
     * @param latencies in nanoseconds
     */
    static String svg(String title, Histogram latencies) {
        double most = top(latencies.getMaxValue() / MILLI);
        StringBuilder svg = new StringBuilder(16_384);
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                                + " font-family=\"sans-serif\" font-size=\"13\">%n"
                                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n"
                                + "<text x=\"%d\" y=\"28\" font-size=\"16\">%s</text>%n",
                        WIDTH,
                        HEIGHT,
                        LEFT,
                        escaped(title)));
        for (int i = 0; i < LABELS.length; i++) {
            line(svg, x(i), TOP, x(i), HEIGHT - BOTTOM);
            text(svg, x(i), HEIGHT - BOTTOM + 20, "middle", LABELS[i]);
        }
        for (int i = 0; i <= 4; i++) {
            double value = most * i / 4;
            line(svg, LEFT, y(value, most), WIDTH - RIGHT, y(value, most));
            text(svg, LEFT - 8, y(value, most) + 4, "end", number(value) + " ms");
        }
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "share of deliveries");
        svg.append("<polyline fill=\"none\" stroke=\"#2458a6\" stroke-width=\"2\" points=\"");
        for (int i = 0; i <= STEPS; i++) {
            double nines = (double) i * (LABELS.length - 1) / STEPS;
            double percentile = 100 * (1 - Math.pow(10, -nines));
            double value = latencies.getValueAtPercentile(percentile) / MILLI;
            svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(nines), y(value, most)));
        }
        return svg.append("\"/>\n</svg>\n").toString();
    }

    /** The next of 1, 2, 5, 10, 20 … that is not below the value. */
    static double top(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1))));
        for (int step : new int[] {1, 2, 5}) {
            if (step * power >= value) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static double x(double nines) {
        return LEFT + (WIDTH - LEFT - RIGHT) * nines / (LABELS.length - 1);
    }

    private static double y(double value, double most) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / most;
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#ddd\"/>%n",
                        x1,
                        y1,
                        x2,
                        y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                        x,
                        y,
                        anchor,
                        escaped(text)));
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
