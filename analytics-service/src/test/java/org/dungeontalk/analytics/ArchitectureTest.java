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
import org.dungeontalk.analytics.architecture.FrameworkFree;

/** Logic is separate from frameworks, and packages depend on each other in one direction. */
@AnalyzeClasses(
        packages = "org.dungeontalk.analytics",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

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
    static final ArchRule PACKAGES_DEPEND_ON_EACH_OTHER_IN_NO_CIRCLE =
            slices().matching("org.dungeontalk.analytics.(*)..").should().beFreeOfCycles();

    /** The rule before sees classes in packages of their own only. */
    @ArchTest
    static final ArchRule EVERY_CLASS_IS_IN_A_PACKAGE_OF_ITS_OWN =
            noClasses().should().resideInAPackage("org.dungeontalk.analytics");

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
