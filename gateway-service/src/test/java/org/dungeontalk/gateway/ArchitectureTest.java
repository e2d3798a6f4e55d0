package org.dungeontalk.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.netty.util.NetUtil;
import org.dungeontalk.testing.ServiceRules;

/** Packages depend in one direction; pure logic knows no framework; insides stay in one package. */
@AnalyzeClasses(
        packages = "org.dungeontalk.gateway",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest static final ArchTests rulesOfEveryService = ArchTests.in(ServiceRules.class);

    @ArchTest
    static final ArchRule textsRoomsFramesAndBodiesKnowNoFramework =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "..gateway.text..",
                            "..gateway.room..",
                            "..gateway.stomp..",
                            "..gateway.message..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.quarkus..",
                            "io.vertx..",
                            "io.netty..",
                            "io.smallrye..",
                            "org.apache.kafka..",
                            "jakarta..");

    /** Decision 5 lists what is used of them. NetUtil is public, and parses without DNS. */
    @ArchTest
    static final ArchRule onlyTheWireKnowsTheInsidesOfTheFramework =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("..gateway.wire..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                            "io.netty..",
                                            "io.vertx.core.impl..",
                                            "io.vertx.core.net.impl..",
                                            "io.vertx.core.http.impl..",
                                            "io.quarkus.vertx.http.runtime..")
                                    .and(not(equivalentTo(NetUtil.class))));

    /** Pure logic of presence: every class that is not a bean. */
    @ArchTest
    static final ArchRule presenceKnowsTheFrameworkInItsBeansOnly =
            noClasses()
                    .that()
                    .resideInAPackage("..gateway.presence..")
                    .and()
                    .areNotAnnotatedWith("jakarta.inject.Singleton")
                    .and()
                    .areNotAnnotatedWith("jakarta.enterprise.context.ApplicationScoped")
                    .and()
                    .areNotAnnotatedWith("jakarta.ws.rs.Path")
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
                    .resideInAPackage("..gateway.log..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "..gateway.session..",
                            "..gateway.wire..",
                            "..gateway.delivery..",
                            "..gateway.publish..");
}
