package org.dungeontalk.persistence;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dungeontalk.testing.ServiceRules;

/** Keeps pure logic free of frameworks, and packages free of cycles. */
@AnalyzeClasses(
        packages = "org.dungeontalk.persistence",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest static final ArchTests RULES_OF_EVERY_SERVICE = ArchTests.in(ServiceRules.class);

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

    /** Classes without a bean's annotation whose task is to speak to a framework. */
    private static final Set<String> ADAPTERS =
            Set.of(
                    "RecordBatch",
                    "BearerFilter",
                    "HistoryQuery",
                    "PageResponse",
                    "PendingRecord",
                    "PartitionAcknowledgement",
                    "QuietHolder",
                    "ProblemAnswers",
                    "OpenConnections",
                    "FailureReason",
                    "RouteAnswers",
                    "KafkaAwayFilter",
                    "SkippedOffsets");

    /** What Kafka's client only carries: a plain class may hold a record. */
    private static final DescribedPredicate<JavaClass> FRAMEWORK =
            resideInAnyPackage(FRAMEWORKS)
                    .and(not(resideInAnyPackage("org.apache.kafka.common.header..")))
                    .and(not(assignableTo(ConsumerRecord.class)))
                    .and(not(assignableTo(ConsumerRecords.class)))
                    .and(not(assignableTo(ProducerRecord.class)))
                    .as("belong to a framework");

    @ArchTest
    static final ArchRule A_CLASS_THAT_IS_NO_BEAN_KNOWS_NO_FRAMEWORK =
            noClasses()
                    .that(are(describe("plain", ArchitectureTest::isPlain)))
                    .should()
                    .dependOnClassesThat(FRAMEWORK);

    @ArchTest
    static final ArchRule ONLY_THE_RIM_KNOWS_THE_DATABASE_CLIENT =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "..store..",
                            "..lifecycle..",
                            "..partition..",
                            "..erasure..",
                            "..replay..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.mutiny.sqlclient..");

    private static boolean isPlain(JavaClass type) {
        return !ADAPTERS.contains(type.getSimpleName())
                && type.getAnnotations().stream()
                        .noneMatch(it -> resideInAnyPackage(FRAMEWORKS).test(it.getRawType()))
                && type.getEnclosingClass().map(ArchitectureTest::isPlain).orElse(true);
    }
}
