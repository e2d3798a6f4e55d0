package org.dungeontalk.testing;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of architecture that hold in every service. */
public final class ServiceRules {

    /** One direction: a package that is used knows nothing of the packages that use it. */
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.dungeontalk.*.(*)..").should().beFreeOfCycles();

    /** The rule above does not see a class that is in no slice. */
    @ArchTest
    static final ArchRule everyClassIsInAPackageOfItsFeature =
            classes().should().resideInAPackage("org.dungeontalk.*.*..");

    @ArchTest
    static final ArchRule onlyTracesKnowOpenTelemetry =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..trace..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.opentelemetry..");

    /** The pool's own {@code query} of Vert.x 4.5 leaves a timer that throws later. */
    @ArchTest
    static final ArchRule statementsTakeAConnection =
            noClasses()
                    .should()
                    .callMethodWhere(
                            target(owner(assignableTo("io.vertx.mutiny.sqlclient.Pool")))
                                    .and(target(nameMatching("query|preparedQuery"))));

    private ServiceRules() {}
}
