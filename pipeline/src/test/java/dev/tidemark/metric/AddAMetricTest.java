package dev.tidemark.metric;

import static dev.tidemark.metric.NaiveModels.cell;
import static dev.tidemark.metric.NaiveModels.hitsAndVisitors;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.tidemark.event.EnrichedView;
import dev.tidemark.event.PageView;
import dev.tidemark.event.SampleViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The example of {@code docs/add-a-metric.md}, compiled and run. */
class AddAMetricTest {
  private static final Path DOCUMENT = Path.of("../docs/add-a-metric.md");
  private static final Path SOURCE =
      Path.of("src/test/java/dev/tidemark/metric/AddAMetricTest.java");

  private static final Metric COUNTRY_PAGE_VIEWS =
      Metric.named("country_page_views")
          .over(Windows.fixed(Duration.ofHours(1)))
          .when(v -> v.view().eventType().equals(PageView.PAGE_VIEW))
          .by("country_code", v -> v.place().countryCode())
          .count("view_count")
          .distinct("visitors", "sketch", EnrichedView::visitorId)
          .build();

  static List<Row> countryPageViews(Collection<EnrichedView> views) {
    return hitsAndVisitors(
        views.stream().filter(v -> v.view().eventType().equals("page_view")).toList(),
        v -> cell(v, Duration.ofHours(1), v.place().countryCode()));
  }

  static long visitorsOf(List<byte[]> sketches) {
    DistinctUsers users = new DistinctUsers();
    sketches.forEach(sketch -> users.merge(DistinctUsers.fromBytes(sketch)));
    return users.estimate();
  }

  @Test
  void theDeclarationMeansWhatItsModelSays() {
    Random chance = new Random(0);
    List<EnrichedView> views = SampleViews.any(chance, 500);

    assertThat(
        new HashSet<>(Recomputation.rows(COUNTRY_PAGE_VIEWS, views, chance)),
        is(new HashSet<>(countryPageViews(views))));
  }

  @Test
  void sketchesOfRowsMergeIntoAnyRange() {
    List<byte[]> sketches =
        Stream.of(List.of(1, 2), List.of(2, 3))
            .map(
                visitors -> {
                  Tally tally = new Tally(COUNTRY_PAGE_VIEWS);
                  visitors.forEach(v -> tally.add(SampleViews.view(SampleViews.visitor(v))));
                  return tally.sketch(1);
                })
            .toList();

    assertThat(visitorsOf(sketches), is(3L));
  }

  @Test
  void theDocumentShowsTheCodeThatRunsHere() throws IOException {
    String source = withoutSpace(Files.readString(SOURCE, UTF_8));

    assertThat(blocks("java"), hasSize(3));
    for (String block : blocks("java")) {
      assertThat(source, containsString(withoutSpace(block)));
    }
  }

  @Test
  void theMigrationInTheDocumentHasTheColumnsOfTheDeclaration() throws IOException {
    List<String> columns =
        Pattern.compile("(?m)^  ([a-z_]+ [a-z]+) NOT NULL")
            .matcher(blocks("sql").get(0))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(columns, is(columns(COUNTRY_PAGE_VIEWS)));
  }

  private static List<String> columns(Metric metric) {
    List<String> columns = new ArrayList<>();
    columns.addAll(List.of("window_start timestamptz", "window_end timestamptz", "key_hash bytea"));
    for (Dimension dimension : metric.dimensions()) {
      boolean text = dimension.type() == Dimension.Type.TEXT;
      columns.add(dimension.column() + (text ? " text" : " boolean"));
    }
    for (Aggregator aggregator : metric.aggregators()) {
      columns.add(aggregator.column() + " bigint");
      if (aggregator instanceof Aggregator.Distinct distinct) {
        columns.add(distinct.sketchColumn() + " bytea");
      }
    }
    columns.addAll(List.of("events bigint", "generation bigint", "updated_at timestamptz"));
    return columns;
  }

  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(DOCUMENT, UTF_8))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static String withoutSpace(String code) {
    return code.replaceAll("\\s", "");
  }
}
