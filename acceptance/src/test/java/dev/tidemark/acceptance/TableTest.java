package dev.tidemark.acceptance;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private final Table table =
      new Table(
          "t",
          List.of("host", "page", "hits"),
          List.of(List.of("b", "/", "1"), List.of("a", "/x", "2"), List.of("a", "/", "3")));

  @Test
  void theOrderOfRowsDoesNotMatter() {
    assertThat(
        new Table("t", List.of("c"), List.of(List.of("2"), List.of("1"))),
        is(new Table("t", List.of("c"), List.of(List.of("1"), List.of("2")))));
  }

  @Test
  void aTableComesBackFromItsText() {
    Table odd =
        new Table(
            "t",
            List.of("a", "b"),
            List.of(List.of(Table.cell("tab\tline\nback\\"), ""), List.of(Table.cell(null), "😀")));
    assertThat(Table.ofText("t", odd.toText()), is(odd));
  }

  @Test
  void longCellsAreToldByADigestThatDiffersWithTheirLastCharacter() {
    String longer = Table.cell("x".repeat(100_000) + "a");
    assertThat(longer.length(), is(lessThan(150)));
    assertThat(longer, is(not(Table.cell("x".repeat(100_000) + "b"))));
  }

  @Test
  void hitsAddUpOverTheRowsThatAgreeInAllElse() {
    assertThat(
        table.project(List.of("host", "hits")).summed().rows(),
        contains(List.of("a", "5"), List.of("b", "1")));
  }

  @Test
  void aDifferenceNamesWhatIsMissingWhatIsExtraAndHowOften() {
    Table twice = new Table("t", List.of("c"), List.of(List.of("1"), List.of("1"), List.of("2")));
    Table other = new Table("t", List.of("c"), List.of(List.of("1"), List.of("2"), List.of("3")));

    assertThat(twice.differenceFrom(other), contains("t + 1", "t - 3"));
    assertThat(twice.differenceFrom(twice), is(empty()));
  }
}
