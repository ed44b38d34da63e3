package dev.tidemark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house rules: packages follow the data, and arrows point downwards only. */
class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter().importPath(Path.of("target/classes/dev/tidemark"));

  /** From the bottom to the top; the graph itself, in no package of its own, lies below run. */
  private static final List<String> LAYERS =
      List.of(
          "parquet", "event", "metric", "parse", "read", "enrich", "aggregate", "write", "rebuild");

  /**
   * What touches Beam: transforms, functions, coders and sources, and the two that choose how the
   * graph is run. Everything else can be understood, and tested, without it.
   */
  private static final String BEAM =
      Stream.of(
              "(Rebuild|Traffic)Pipeline|CountStar",
              "aggregate.(KeepLedger|MergePanes|PaneCoders|RollUp|ShardClock)",
              "enrich.(EnrichEvents|LedgerEntryCoder|SetAsideCoders|ViewsCoder)",
              "read.(BlockCoder|EventClock|OncePerOffset|RangeSource|ReadElsewhere|ReadEvents|ReadRanges)",
              "write.(LakeFiles|PostgresSinks|Sinks|WriteLake|WriteRaw|WriteRawDocuments|WriteRows|WriteStar|WriteTopic)",
              "rebuild.(BetweenTimes|ReadLake|ReadStoredEvents)",
              "run.(Engine|EngineOptions|Rebuild|Run|TrafficJob)")
          .map(names -> names.replace(".", "\\."))
          .reduce((one, other) -> one + "|" + other)
          .map(names -> "dev\\.tidemark\\.(" + names + ")(\\$.*)?")
          .orElseThrow();

  @Test
  void noStageKnowsALaterOne() {
    for (int layer = 0; layer < LAYERS.size(); layer++) {
      String[] later =
          Stream.concat(
                  LAYERS.stream().skip(layer + 1L).map(name -> "dev.tidemark." + name + ".."),
                  Stream.of("dev.tidemark", "dev.tidemark.run.."))
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("dev.tidemark." + LAYERS.get(layer) + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(later)
          .check(MAIN);
    }
  }

  @Test
  void theGraphDoesNotKnowTheProgramAroundIt() {
    noClasses()
        .that()
        .resideInAPackage("dev.tidemark")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.tidemark.run..")
        .check(MAIN);
  }

  @Test
  void noPackagesKnowEachOther() {
    slices().matching("dev.tidemark.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void onlyWhatIsPartOfAGraphKnowsBeam() {
    noClasses()
        .that()
        .haveNameNotMatching(BEAM)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.beam..")
        .check(MAIN);
  }

  @Test
  void nothingKnowsAnEngine() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.beam.runners..", "org.apache.flink..", "org.apache.spark..")
        .check(MAIN);
  }

  @Test
  void nothingPrintsPastTheLog() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(MAIN);
  }

  @Test
  void theGraphFitsAScreenOrTwo() throws IOException {
    Path graph = Path.of("src/main/java/dev/tidemark/TrafficPipeline.java");
    try (Stream<String> lines = Files.lines(graph)) {
      assertThat(lines.count(), lessThanOrEqualTo(120L));
    }
  }
}
