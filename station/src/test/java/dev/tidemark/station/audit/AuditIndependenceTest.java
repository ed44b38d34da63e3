package dev.tidemark.station.audit;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An audit that asked the pipeline what is right would find nothing wrong. */
class AuditIndependenceTest {
  private static final JavaClasses AUDIT =
      new ClassFileImporter()
          .importPath(Path.of("target", "classes", "dev", "tidemark", "station", "audit"));

  /** How Kafka and PostgreSQL are reached, which says nothing about events. */
  private static final String CONNECTIONS =
      "dev\\.tidemark\\.(read\\.KafkaSettings|write\\.Postgres)";

  @Test
  void theAuditSharesNoLogicWithThePipeline() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "dev.tidemark",
                    "dev.tidemark.event..",
                    "dev.tidemark.parse..",
                    "dev.tidemark.read..",
                    "dev.tidemark.enrich..",
                    "dev.tidemark.metric..",
                    "dev.tidemark.aggregate..",
                    "dev.tidemark.write..")
                .and(not(nameMatching(CONNECTIONS))))
        .check(AUDIT);
  }
}
