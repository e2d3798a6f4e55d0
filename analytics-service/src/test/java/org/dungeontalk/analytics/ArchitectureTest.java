package org.dungeontalk.analytics;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.mutiny.sqlclient.Pool;
import org.dungeontalk.analytics.activity.Activity;
import org.dungeontalk.analytics.activity.Cell;
import org.dungeontalk.analytics.activity.Counts;
import org.dungeontalk.analytics.activity.Question;
import org.dungeontalk.analytics.activity.Span;
import org.dungeontalk.analytics.alert.Alert;
import org.dungeontalk.analytics.alert.AlertCodec;
import org.dungeontalk.analytics.erasure.Erasure;
import org.dungeontalk.analytics.erasure.Pseudonyms;
import org.dungeontalk.analytics.http.WholeNumber;
import org.dungeontalk.analytics.ingest.Availability;
import org.dungeontalk.analytics.ingest.Decoded;
import org.dungeontalk.analytics.ingest.Heartbeat;
import org.dungeontalk.analytics.ingest.LogView;
import org.dungeontalk.analytics.ingest.RecordDecoder;
import org.dungeontalk.analytics.ingest.Stalls;
import org.dungeontalk.analytics.moderation.Policy;
import org.dungeontalk.analytics.moderation.Ruling;
import org.dungeontalk.analytics.revocation.Revocation;
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
        Counts.class,
        Question.class,
        Span.class,
        Alert.class,
        AlertCodec.class,
        Erasure.class,
        Pseudonyms.class,
        Policy.class,
        Ruling.class,
        Availability.class,
        Decoded.class,
        Heartbeat.class,
        LogView.class,
        RecordDecoder.class,
        Stalls.class,
        Caller.class,
        Decision.class,
        KeySource.class,
        TokenVerifier.class,
        Revocation.class,
        WholeNumber.class,
    };

    private static final String[] FRAMEWORKS = {
        "io.quarkus..",
        "io.smallrye..",
        "io.vertx..",
        "io.micrometer..",
        "org.apache.kafka..",
        "jakarta..",
        "org.eclipse.microprofile..",
    };

    @ArchTest
    static final ArchRule PURE_CLASSES_KNOW_NO_FRAMEWORK =
            noClasses()
                    .that()
                    .belongToAnyOf(PURE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(FRAMEWORKS);

    @ArchTest
    static final ArchRule WINDOWS_AND_DETECTORS_KNOW_NO_FRAMEWORK =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..message..",
                            "..window..",
                            "..anomaly..",
                            "..session..",
                            "..answer..",
                            "..partition..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(FRAMEWORKS);

    @ArchTest
    static final ArchRule PACKAGES_DEPEND_ON_EACH_OTHER_IN_NO_CIRCLE =
            slices().matching("org.dungeontalk.analytics.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_TRACES_KNOW_OPENTELEMETRY =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..trace..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule COUNTING_DOES_NOT_KNOW_WHERE_MESSAGES_COME_FROM =
            noClasses()
                    .that()
                    .resideInAPackage("..activity..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("..ingest..", "org.apache.kafka..");

    /** The pool's own {@code query} of Vert.x 4.5 leaves a timer that throws later. */
    @ArchTest
    static final ArchRule STATEMENTS_TAKE_A_CONNECTION =
            noClasses()
                    .should()
                    .callMethodWhere(
                            target(owner(assignableTo(Pool.class)))
                                    .and(target(nameMatching("query|preparedQuery"))));
}
