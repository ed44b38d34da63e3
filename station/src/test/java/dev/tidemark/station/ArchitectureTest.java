package dev.tidemark.station;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The packages of the station stand on one another, never in a circle. */
@AnalyzeClasses(packages = "dev.tidemark.station", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule NO_CIRCLES =
      slices().matching("dev.tidemark.station.(*)..").should().beFreeOfCycles();
}
