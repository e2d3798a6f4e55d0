package org.dungeontalk.persistence.trace;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.net.HostName;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.dungeontalk.persistence.config.PersistenceConfig;
import org.dungeontalk.persistence.config.TraceSettings;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends spans to a collector. Without an endpoint there is neither a thread nor a tracer.
 *
 * <p>A thread of its own sends spans in batches. At most 2,048 wait, and further ones are dropped.
 * A collector that is slow or away delays nothing. At the end, waiting spans get 2 s.
 */
@Singleton
@RegisterForReflection(
        classNames = "io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider")
public class TraceExport {
    private static final int WAITING_SPANS = 2_048;
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final long LAST_SPANS_SECONDS = 2;

    private final SdkTracerProvider provider;

    TraceExport(
            PersistenceConfig config,
            MeterRegistry registry,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        TraceSettings settings = config.trace();
        provider =
                settings.endpoint()
                        .map(endpoint -> provider(endpoint, settings, registry, service))
                        .orElse(null);
    }

    /** Makes spans; empty if nothing is traced. */
    Optional<Tracer> tracer() {
        return Optional.ofNullable(provider).map(it -> it.get("org.dungeontalk.persistence"));
    }

    @PreDestroy
    void stop() {
        if (provider != null) {
            provider.shutdown().join(LAST_SPANS_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static SdkTracerProvider provider(
            URI endpoint, TraceSettings settings, MeterRegistry registry, String service) {
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(endpoint.toString())
                        .setTimeout(ANSWER_LIMIT)
                        .setMeterProvider(MeterProvider.noop());
        settings.authorization().ifPresent(value -> exporter.addHeader("Authorization", value));
        SpanCounts counts = new SpanCounts();
        count(registry, "made", counts, SpanCounts::made);
        count(registry, "sent", counts, SpanCounts::sent);
        count(registry, "failed", counts, SpanCounts::failed);
        return SdkTracerProvider.builder()
                .setResource(
                        Resource.getDefault().toBuilder()
                                .put("service.name", service)
                                .put("service.instance.id", UUID.randomUUID().toString())
                                .put("host.name", HostName.getQualifiedHostName())
                                .build())
                .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
                .addSpanProcessor(counts)
                .addSpanProcessor(
                        BatchSpanProcessor.builder(counts.counted(exporter.build()))
                                .setMaxQueueSize(WAITING_SPANS)
                                .setScheduleDelay(EVERY)
                                .setMeterProvider(MeterProvider.noop())
                                .build())
                .build();
    }

    private static void count(
            MeterRegistry registry,
            String result,
            SpanCounts counts,
            ToDoubleFunction<SpanCounts> value) {
        FunctionCounter.builder("dungeontalk.persistence.trace.spans", counts, value)
                .description("Spans made, accepted by the collector, and not accepted by it")
                .tag("result", result)
                .register(registry);
    }
}
