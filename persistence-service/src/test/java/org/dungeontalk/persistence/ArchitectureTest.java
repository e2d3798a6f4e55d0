package org.dungeontalk.persistence;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.mutiny.sqlclient.Pool;
import org.junit.jupiter.api.Test;

/** The line between pure logic and the rim. */
class ArchitectureTest {

    private static final String[] FRAMEWORKS = {
        "io.quarkus..",
        "io.vertx..",
        "io.smallrye..",
        "io.micrometer..",
        "jakarta..",
        "org.apache.kafka..",
        "org.eclipse.microprofile..",
        "org.hibernate.."
    };

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.dungeontalk.persistence");

    @Test
    void keepsFrameworksOutOfThePureClasses() {
        noClasses()
                .that()
                .resideInAPackage("..persistence.log..")
                .or()
                .haveNameMatching(
                        ".*\\.(MessageDecoder|MessageFields|Decoded.*|TextRule|Refusal"
                            + "|MessageColumns|ArrayLiteral|WriteFailure|WriteOutcome.*"
                            + "|PartitionQueue.*|StallDetector|StandingPartitions.*|InFlight.*|OpenTransactions.*|Unreadable|Rest|Rests|Stretch|ReplayFrom.*|AdminRequests.*|Span|PartitionLength|Player|TokenKeys.*|TokenReader.*|TokenRefused|KeysUnavailable|Claims|Signatures|RemoteKeys.*|Revocation|RevokedPlayers"
                            + "|InstantText|HistoryRequest.*|Problem|RequestTarget|SpokenCursor|ReadQueue|SearchText|Place|RoomReader)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .check(CLASSES);
    }

    @Test
    void onlyTracesKnowOpenTelemetry() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..trace..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.opentelemetry..")
                .check(CLASSES);
    }

    @Test
    void hasNoCycleBetweenFeatures() {
        slices().matching("org.dungeontalk.persistence.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void readsTheDatabaseClientOnlyAtTheRim() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "..store..", "..lifecycle..", "..partition..", "..erasure..", "..replay..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.mutiny.sqlclient..")
                .check(CLASSES);
    }

    /** The pool's own {@code query} of Vert.x 4.5 leaves a timer that throws later. */
    @Test
    void takesAConnectionForEachStatement() {
        noClasses()
                .should()
                .callMethodWhere(
                        target(owner(assignableTo(Pool.class)))
                                .and(target(nameMatching("query|preparedQuery"))))
                .check(CLASSES);
    }
}
