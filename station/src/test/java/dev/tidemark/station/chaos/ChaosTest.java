package dev.tidemark.station.chaos;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class ChaosTest {

  @ParameterizedTest
  @CsvSource({"up,UP", "flink,FLINK", "FlinkRunner,FLINK", "SPARK,SPARK", "sparkrunner,SPARK"})
  void whatIsStruckGoesByItsNameOrByItsRunner(String name, Chaos.On struck) {
    assertThat(Chaos.On.named(name), is(struck));
  }

  @Test
  void anythingElseIsRefusedWithTheNamesThereAre() {
    TypeConversionException refused =
        assertThrows(TypeConversionException.class, () -> Chaos.On.named("DirectRunner"));
    assertThat(refused.getMessage(), containsString("up, flink (FlinkRunner) and spark"));
  }
}
