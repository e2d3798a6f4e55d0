package org.dungeontalk.analytics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.mutiny.sqlclient.Pool;
import org.dungeontalk.analytics.architecture.FrameworkFree;
import org.dungeontalk.testing.ServiceRules;

/** Logic is separate from frameworks, and packages depend on each other in one direction. */
@AnalyzeClasses(
        packages = "org.dungeontalk.analytics",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest static final ArchTests RULES_OF_EVERY_SERVICE = ArchTests.in(ServiceRules.class);

    private static final String[] FRAMEWORK_FREE_PACKAGES = {
        "..message..",
        "..decode..",
        "..window..",
        "..anomaly..",
        "..session..",
        "..answer..",
        "..partition..",
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
    static final ArchRule LOGIC_KNOWS_NO_FRAMEWORK =
            noClasses()
                    .that()
                    .areAnnotatedWith(FrameworkFree.class)
                    .or()
                    .resideInAnyPackage(FRAMEWORK_FREE_PACKAGES)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(FRAMEWORKS);

    /** These are the same in persistence-service, which has no such mark. */
    @ArchTest
    static final ArchRule RECORDS_OF_REVOCATION_KNOW_NO_FRAMEWORK =
            noClasses()
                    .that()
                    .resideInAPackage("..revocation..")
                    .and()
                    .areRecords()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(FRAMEWORKS);

    @ArchTest
    static final ArchRule COUNTING_DOES_NOT_KNOW_WHERE_MESSAGES_COME_FROM =
            noClasses()
                    .that()
                    .resideInAPackage("..activity..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("..ingest..", "org.apache.kafka..");

    /** A statement of the pool itself leaves a timer that throws when it can't connect. */
    @ArchTest
    static final ArchRule EVERY_STATEMENT_HAS_A_CONNECTION =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("io.vertx.mutiny.sqlclient.SqlClient")
                    .orShould()
                    .callMethod(Pool.class, "query", String.class)
                    .orShould()
                    .callMethod(Pool.class, "preparedQuery", String.class);
}
