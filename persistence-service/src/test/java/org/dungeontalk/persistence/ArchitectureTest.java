package org.dungeontalk.persistence;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.mutiny.sqlclient.Pool;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Keeps pure logic free of frameworks, and packages free of cycles. */
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

    /** Classes without a bean's annotation whose task is to speak to a framework. */
    private static final Set<String> ADAPTERS =
            Set.of(
                    "RecordBatch",
                    "BearerFilter",
                    "HistoryQuery",
                    "PageResponse",
                    "PendingRecord",
                    "PartitionAcknowledgement",
                    "ProblemAnswers",
                    "ReadTimeout",
                    "FailureReason",
                    "RouteAnswers");

    /** What Kafka's client only carries: a plain class may hold a record. */
    private static final DescribedPredicate<JavaClass> FRAMEWORK =
            resideInAnyPackage(FRAMEWORKS)
                    .and(not(resideInAnyPackage("org.apache.kafka.common.header..")))
                    .and(not(assignableTo(ConsumerRecord.class)))
                    .and(not(assignableTo(ConsumerRecords.class)))
                    .and(not(assignableTo(ProducerRecord.class)))
                    .as("belong to a framework");

    @Test
    void aClassThatIsNoBeanKnowsNoFramework() {
        noClasses()
                .that(are(describe("plain", ArchitectureTest::isPlain)))
                .should()
                .dependOnClassesThat(FRAMEWORK)
                .check(CLASSES);
    }

    private static boolean isPlain(JavaClass type) {
        return !ADAPTERS.contains(type.getSimpleName())
                && type.getAnnotations().stream()
                        .noneMatch(it -> resideInAnyPackage(FRAMEWORKS).test(it.getRawType()))
                && type.getEnclosingClass().map(ArchitectureTest::isPlain).orElse(true);
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

    /** A class in the root package would stand outside of the slices, and cycles over it unseen. */
    @Test
    void everyClassIsInAPackageOfItsFeature() {
        classes().should().resideOutsideOfPackage("org.dungeontalk.persistence").check(CLASSES);
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
