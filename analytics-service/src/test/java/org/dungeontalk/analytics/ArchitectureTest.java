package org.dungeontalk.analytics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.dungeontalk.analytics.activity.Activity;
import org.dungeontalk.analytics.activity.Cell;
import org.dungeontalk.analytics.activity.Entry;
import org.dungeontalk.analytics.activity.GameMessage;
import org.dungeontalk.analytics.activity.Kind;
import org.dungeontalk.analytics.activity.Outcome;
import org.dungeontalk.analytics.activity.Progress;
import org.dungeontalk.analytics.activity.Question;
import org.dungeontalk.analytics.activity.SeenId;
import org.dungeontalk.analytics.activity.Span;
import org.dungeontalk.analytics.activity.Tally;
import org.dungeontalk.analytics.ingest.Availability;
import org.dungeontalk.analytics.ingest.Decoded;
import org.dungeontalk.analytics.ingest.RecordDecoder;
import org.dungeontalk.analytics.token.Caller;
import org.dungeontalk.analytics.token.Decision;
import org.dungeontalk.analytics.token.KeySource;
import org.dungeontalk.analytics.token.TokenVerifier;

/** What is decided stands apart from what it runs on. */
@AnalyzeClasses(
        packages = "org.dungeontalk.analytics",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Class<?>[] PURE = {
        Activity.class,
        Cell.class,
        Entry.class,
        GameMessage.class,
        Kind.class,
        Outcome.class,
        Progress.class,
        Question.class,
        SeenId.class,
        Span.class,
        Tally.class,
        Availability.class,
        Decoded.class,
        RecordDecoder.class,
        Caller.class,
        Decision.class,
        KeySource.class,
        TokenVerifier.class,
    };

    @ArchTest
    static final ArchRule PURE_CLASSES_KNOW_NO_FRAMEWORK =
            noClasses()
                    .that()
                    .belongToAnyOf(PURE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.quarkus..",
                            "io.smallrye..",
                            "io.vertx..",
                            "io.micrometer..",
                            "org.apache.kafka..",
                            "jakarta..",
                            "org.eclipse.microprofile..");

    @ArchTest
    static final ArchRule COUNTING_DOES_NOT_KNOW_WHERE_MESSAGES_COME_FROM =
            noClasses()
                    .that()
                    .resideInAPackage("..activity..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("..ingest..", "org.apache.kafka..");
}
