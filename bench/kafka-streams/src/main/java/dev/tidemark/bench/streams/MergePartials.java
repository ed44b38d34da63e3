package dev.tidemark.bench.streams;

import dev.tidemark.bench.peer.Contest;
import dev.tidemark.bench.peer.Distinct;
import dev.tidemark.bench.peer.Partial;
import dev.tidemark.bench.peer.Row;
import dev.tidemark.bench.peer.Table;
import dev.tidemark.bench.peer.Upserts;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds partial counts up in stores in memory and writes what has changed, as arrays; then it asks
 * for a commit, which so never covers what is not in the database.
 */
final class MergePartials implements Processor<String, Partial, Void, Void> {
  static final String COUNTS = "counts";
  static final String USERS = "users";

  private final Contest contest;
  private final Duration every;
  private final TreeSet<Long> changedUsers = new TreeSet<>();
  private ProcessorContext<Void, Void> context;
  private KeyValueStore<String, Long> counts;
  private KeyValueStore<Long, byte[]> users;
  private Upserts upserts;
  private boolean changed;

  MergePartials(Contest contest, Duration every) {
    this.contest = contest;
    this.every = every;
  }

  @Override
  public void init(ProcessorContext<Void, Void> given) {
    context = given;
    counts = context.getStateStore(COUNTS);
    users = context.getStateStore(USERS);
    try {
      upserts = new Upserts(contest);
    } catch (SQLException e) {
      throw new StreamsException(e);
    }
    context.schedule(every, PunctuationType.WALL_CLOCK_TIME, this::write);
  }

  @Override
  public void process(Record<String, Partial> record) {
    Partial partial = record.value();
    changed = true;
    if (partial.table == Table.ACTIVE_USERS.ordinal()) {
      byte[] known = users.get(partial.start);
      users.put(
          partial.start,
          known == null
              ? partial.users
              : Distinct.bytes(Distinct.union(Distinct.of(known), Distinct.of(partial.users))));
      for (long back = 0; back < Table.ACTIVE_USERS.length(); back += Table.SLIDE) {
        changedUsers.add(partial.start - back);
      }
      return;
    }
    try {
      count(partial);
    } catch (SQLException e) {
      throw new StreamsException(e);
    }
  }

  private void count(Partial partial) throws SQLException {
    boolean pages = partial.table == Table.PAGE_VIEWS.ordinal();
    for (int i = 0; i < partial.keys.length; i++) {
      String key = partial.keys[i];
      String referrer = pages ? "" : partial.referrers[i];
      String place = partial.table + "\n" + partial.start + "\n" + key + "\n" + referrer;
      Long known = counts.get(place);
      long sum = known == null ? partial.counts[i] : known + partial.counts[i];
      counts.put(place, sum);
      upserts.add(
          pages
              ? Row.pageViews(partial.start, key, sum)
              : Row.webTraffic(partial.start, key, referrer, sum));
    }
  }

  private void write(long now) {
    if (!changed) {
      return;
    }
    try {
      for (long start : changedUsers) {
        upserts.add(Row.activeUsers(start, usersFrom(start)));
      }
      changedUsers.clear();
      upserts.flush();
    } catch (SQLException e) {
      throw new StreamsException(e);
    }
    changed = false;
    context.commit();
  }

  private long usersFrom(long start) {
    List<byte[]> slices = new ArrayList<>();
    for (long slice = 0; slice < Table.ACTIVE_USERS.length(); slice += Table.SLIDE) {
      byte[] sketch = users.get(start + slice);
      if (sketch != null) {
        slices.add(sketch);
      }
    }
    return Distinct.estimate(slices);
  }

  @Override
  public void close() {
    try {
      upserts.close();
    } catch (SQLException e) {
      throw new StreamsException(e);
    }
  }
}
