package org.dungeontalk.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Pure logic stays free of the framework, and Netty's insides behind one package. */
@AnalyzeClasses(
        packages = "org.dungeontalk.gateway",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** One direction: a package that is used knows nothing of the packages that use it. */
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.dungeontalk.gateway.(*)..").should().beFreeOfCycles();

    /** The rule above does not see a class that is in no slice. */
    @ArchTest
    static final ArchRule everyClassIsInAPackageOfItsOwn =
            classes().should().resideInAPackage("org.dungeontalk.gateway.*..");

    @ArchTest
    static final ArchRule framesAndBodiesKnowNoFramework =
            noClasses()
                    .that()
                    .resideInAnyPackage("..text..", "..room..", "..stomp..", "..message..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.quarkus..",
                            "io.vertx..",
                            "io.netty..",
                            "io.smallrye..",
                            "org.apache.kafka..",
                            "jakarta..");

    @ArchTest
    static final ArchRule onlyTheWireAndTheHandshakeKnowNetty =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("..wire..", "..session..", "..handshake..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.netty..");

    @ArchTest
    static final ArchRule onlyTracesKnowOpenTelemetry =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..trace..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule presenceKnowsTheFrameworkAtItsRimOnly =
            noClasses()
                    .that()
                    .resideInAPackage("..presence..")
                    .and()
                    .haveSimpleNameNotStartingWith("Presence")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.quarkus..",
                            "io.vertx..",
                            "io.smallrye..",
                            "org.apache.kafka..",
                            "jakarta..");

    @ArchTest
    static final ArchRule theLogKnowsNothingOfSessions =
            noClasses()
                    .that()
                    .resideInAPackage("..log..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("..session..", "..wire..");
}
