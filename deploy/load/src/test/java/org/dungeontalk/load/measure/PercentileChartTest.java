package org.dungeontalk.load.measure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class PercentileChartTest {
    private final Histogram latencies = new Histogram(3);

    @Test
    void theAxisEndsAtARoundNumberAboveTheLongest() {
        assertEquals(1, PercentileChart.top(0));
        assertEquals(2, PercentileChart.top(1.2));
        assertEquals(5, PercentileChart.top(5));
        assertEquals(10, PercentileChart.top(5.1));
        assertEquals(200, PercentileChart.top(186));
    }

    @Test
    void theCurveRisesFromTheShortestToTheLongest() throws Exception {
        latencies.recordValueWithCount(1_000_000, 99_900);
        latencies.recordValueWithCount(95_000_000, 100);

        Element curve = (Element) svg("members <& rooms>").getElementsByTagName("polyline").item(0);
        String[] points = curve.getAttribute("points").trim().split(" ");

        assertTrue(height(points[0]) > 300, "1 of 95 ms is near the bottom: " + points[0]);
        assertTrue(height(points[points.length - 1]) < 70, "the top: " + points[points.length - 1]);
    }

    @Test
    void anEmptyMeasurementHasAChartToo() throws Exception {
        assertEquals("svg", svg("nothing").getDocumentElement().getTagName());
    }

    private Document svg(String title) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(
                        new ByteArrayInputStream(
                                PercentileChart.svg(title, latencies).getBytes(UTF_8)));
    }

    private static double height(String point) {
        return Double.parseDouble(point.split(",")[1]);
    }
}
