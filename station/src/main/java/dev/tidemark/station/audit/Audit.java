package dev.tidemark.station.audit;

import dev.tidemark.run.UserError;
import dev.tidemark.station.console.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads everything once more, counts it in the plainest way, and compares every row.
 *
 * <p>Implementation note: on a live stream the ends of the partitions at the start are the border.
 * The pipeline is given time to pass it, and what lies before it is recounted. A row may then still
 * differ for two honest reasons. It was computed but is not written yet: so rows that differ are
 * looked at again for a while. Or records behind the border change it, too: so each time after the
 * rows were looked at, the audit reads on to the present ends, and a row under whose key and in
 * whose window such a record falls is left out. A record that changed a row lay in the topic before
 * the row was looked at, hence no other difference is excused, and no watermark has to be guessed:
 * windows that are open count as well once no record falls into them any more.
 */
final class Audit {

  /**
   * How long to wait.
   *
   * @param complete whether nothing is to be waited for: the pipeline has counted everything
   * @param timeout for the pipeline to reach the ends
   * @param settle for rows to be written
   */
  record Patience(boolean complete, Duration timeout, Duration settle) {
    static final Patience NONE = new Patience(true, Duration.ZERO, Duration.ZERO);
  }

  private static final long PAUSE_MILLIS = 500;

  private final Source source;
  private final Connection connection;
  private final Optional<StarRecount> star;
  private final Scope scope;
  private final Patience patience;
  private final PrintWriter remarks;

  private final Books books;
  private final Findings findings;
  private final Recount recount;
  private final LedgerRecount ledger = new LedgerRecount();
  private final TreeMap<TopicPartition, Span> spans =
      new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
  private long undecidedUpTo = Long.MIN_VALUE;
  private long read;

  Audit(Source source, Connection connection, Scope scope, Patience patience, PrintWriter remarks) {
    this(source, connection, Optional.empty(), scope, patience, remarks);
  }

  /**
   * @param star when the star schema is to be compared, too
   */
  Audit(
      Source source,
      Connection connection,
      Optional<StarRecount> star,
      Scope scope,
      Patience patience,
      PrintWriter remarks) {
    this.source = source;
    this.connection = connection;
    this.star = star;
    this.scope = scope;
    this.patience = patience;
    this.remarks = remarks;
    this.books = new Books(connection);
    this.findings = new Findings(scope);
    this.recount = new Recount(scope);
  }

  Report run() throws IOException, SQLException, InterruptedException {
    long started = System.nanoTime();
    // The program may think between two questions for longer than the pipeline may.
    connection.setAutoCommit(true);
    try (Statement session = connection.createStatement()) {
      session.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0");
    }
    spans.putAll(source.spans());
    if (!patience.complete()) {
      awaitThePipeline();
    }
    findWhatIsGone();
    recountAll();
    Later later = new Later(new Recount(scope), new LedgerRecount());
    compareAll();
    if (!patience.complete()) {
      settle(later);
    }
    if (star.isPresent()) {
      compareStar(star.get(), later);
    }
    return new Report(
        findings, read, Duration.ofNanos(System.nanoTime() - started), books.reopened());
  }

  private void awaitThePipeline() throws IOException, SQLException, InterruptedException {
    Map<TopicPartition, Long> last = new TreeMap<>(spans.comparator());
    for (Map.Entry<TopicPartition, Span> span : spans.entrySet()) {
      last.put(span.getKey(), source.last(span.getKey(), span.getValue()));
    }
    long deadline = System.nanoTime() + patience.timeout().toNanos();
    long whole = behind(last);
    try (Progress progress = new Progress(remarks, "records behind the pipeline", whole)) {
      for (long left = whole; left > 0; left = behind(last)) {
        progress.advanceTo(Math.max(0, whole - left));
        if (System.nanoTime() > deadline) {
          throw new UserError(
              "After %d s the pipeline is still %,d records behind the ends of the topic."
                  .formatted(patience.timeout().toSeconds(), left),
              "Is it running? Give it longer with --timeout, or compare what is there with"
                  + " --complete.");
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  private long behind(Map<TopicPartition, Long> last) throws SQLException {
    Map<TopicPartition, Long> entered = books.entered();
    long behind = 0;
    for (Map.Entry<TopicPartition, Long> of : last.entrySet()) {
      long before = spans.get(of.getKey()).begin() - 1;
      behind += Math.max(0, of.getValue() - entered.getOrDefault(of.getKey(), before));
    }
    return behind;
  }

  /** Records that the broker has deleted fell into windows up to the largest of their times. */
  private void findWhatIsGone() throws SQLException {
    for (Map.Entry<TopicPartition, Span> span : spans.entrySet()) {
      if (source.knowsAllFates() && span.getValue().begin() > 0) {
        long newest = books.newestOfRangesBegunBefore(span.getKey(), span.getValue().begin());
        markUndecided(newest);
      }
    }
  }

  private void markUndecided(long micros) {
    if (micros != PartitionOrder.NONE) {
      undecidedUpTo = Math.max(undecidedUpTo, Math.floorDiv(micros, 1_000));
    }
  }

  private void recountAll() throws IOException, SQLException {
    long total = spans.values().stream().mapToLong(Span::size).sum();
    try (Progress progress = new Progress(remarks, "records", total)) {
      for (Map.Entry<TopicPartition, Span> span : spans.entrySet()) {
        List<ComparedRecords> tables = recordTables(span.getKey(), span.getValue());
        source.read(
            span.getKey(),
            span.getValue(),
            outcome -> {
              progress.advanceTo(++read);
              ledger.add(outcome);
              if (outcome.hit() != null) {
                recount.add(outcome.hit());
                addToStar(outcome, false);
              } else if (outcome.is(Outcome.Fate.UNDECIDED)) {
                markUndecided(outcome.micros());
              }
              for (ComparedRecords table : tables) {
                table.next(outcome);
              }
            });
        for (ComparedRecords table : tables) {
          table.finish();
        }
      }
    }
  }

  private List<ComparedRecords> recordTables(TopicPartition partition, Span span) {
    List<ComparedRecords> tables = new ArrayList<>();
    for (RecordTable table : RecordTable.ALL) {
      if (scope.has(table.rows().table()) && source.canTell(table)) {
        tables.add(new ComparedRecords(table, partition, span, scope, findings, connection));
      }
    }
    return tables;
  }

  private void compareAll() throws SQLException {
    if (scope.has("ledger")) {
      for (Map.Entry<TopicPartition, Span> span : spans.entrySet()) {
        new ComparedLedger(span.getKey(), span.getValue(), ledger, findings, source.knowsAllFates())
            .compare(connection);
      }
    }
    for (Figure figure : Figure.ALL) {
      if (scope.has(figure.table())) {
        new ComparedFigures(figure, recount, scope, undecidedUpTo, findings).compare(connection);
      }
    }
  }

  private void settle(Later later) throws IOException, SQLException, InterruptedException {
    long deadline = System.nanoTime() + patience.settle().toNanos();
    long waiting = findings.total();
    try (Progress progress = new Progress(remarks, "rows settled", waiting)) {
      readOn(later);
      findings.excuse(later);
      while (findings.maySettle() && System.nanoTime() < deadline) {
        Thread.sleep(PAUSE_MILLIS);
        findings.lookAgain(connection);
        readOn(later);
        findings.excuse(later);
        progress.advanceTo(waiting - findings.total());
      }
    }
  }

  private void readOn(Later later) throws IOException, SQLException {
    for (Map.Entry<TopicPartition, Span> now : source.spans().entrySet()) {
      Span known = spans.get(now.getKey());
      if (known != null && now.getValue().end() > known.end()) {
        Span more = new Span(known.end(), now.getValue().end());
        source.read(
            now.getKey(),
            more,
            outcome -> {
              later.add(outcome);
              addToStar(outcome, true);
            });
        spans.put(now.getKey(), new Span(known.begin(), more.end()));
      }
    }
  }

  private void addToStar(Outcome outcome, boolean later) throws SQLException {
    if (star.isPresent() && outcome.hit() != null) {
      star.get().add(outcome.hit(), later);
    }
  }

  private void compareStar(StarRecount recounted, Later later)
      throws IOException, SQLException, InterruptedException {
    long deadline = System.nanoTime() + patience.settle().toNanos();
    StarFindings found;
    while (true) {
      recounted.look(undecidedUpTo);
      if (!patience.complete()) {
        // Whatever changed a row lay in the topic before the row was looked at.
        readOn(later);
      }
      found = recounted.judge();
      if (patience.complete() || found.isClean() || System.nanoTime() > deadline) {
        break;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    found.addTo(findings);
  }
}
