package dev.tidemark.station.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.tidemark.station.deploy.Repository;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MetricsReferenceTest {

  @Test
  void thePageOfTheDocumentationIsWhatTheProgramPrints() {
    assertThat(Repository.read("docs/metrics-reference.md"), is(MetricsReference.page()));
  }

  @Test
  void everyNameFollowsTheSchemeAndIsGivenOnce() {
    Set<String> names = new HashSet<>();
    for (Family family : Families.ALL) {
      assertThat(family.name(), family.name().matches("tidemark(_[a-z0-9]+)+"), is(true));
      assertThat(
          family.name(),
          family.name().endsWith("_total"),
          is(family.kind() == Family.Kind.COUNTER));
      assertThat(family.name(), names.add(family.name()), is(true));
    }
  }
}
