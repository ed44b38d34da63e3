package dev.tidemark.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidemark.aggregate.Pane;
import dev.tidemark.event.DeadLetter;
import dev.tidemark.event.Failure;
import dev.tidemark.metric.Description;
import dev.tidemark.metric.Key;
import dev.tidemark.metric.Star;
import dev.tidemark.metric.Tally;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Facts that wait to be written, and the members that they name, which are written first: whoever
 * sees a fact sees its members.
 */
final class StarBatch {

  /** What a fact is called where it cannot be written. */
  private static final String REFUSED_WITH = "its member was refused: ";

  private record Fact(Table table, Object[] row, List<Member> members) {}

  private final List<Fact> facts = new ArrayList<>();
  private final Map<Table, Rows> described = new LinkedHashMap<>();
  private final Set<LocalDate> days = new HashSet<>();
  private final Set<Member> members = new HashSet<>();
  private final Set<LocalDate> knownDays = new HashSet<>();
  private final Map<Member, Long> knownMembers = new HashMap<>();
  private final Set<Member> refused = new HashSet<>();

  int size() {
    return facts.size() + described.values().stream().mapToInt(Rows::size).sum();
  }

  void add(Pane pane) {
    switch (pane.table()) {
      case Star.PRODUCTS -> pane.tallies().forEach(this::describeProduct);
      case Star.DEVICES -> pane.tallies().forEach(this::describeDevice);
      case Star.DAYS, Star.HOURS -> {
        LocalDate day =
            LocalDate.ofEpochDay(Math.floorDiv(pane.windowMillis(), TimeUnit.DAYS.toMillis(1)));
        if (!knownDays.contains(day)) {
          days.add(day);
        }
        pane.tallies().forEach((key, tally) -> addFact(pane, day, key, tally));
      }
      default -> throw new IllegalArgumentException(pane.table() + " is no table of the star");
    }
  }

  private void addFact(Pane pane, LocalDate day, byte[] encoded, Tally tally) {
    List<String> key = Key.values(encoded);
    List<Member> named =
        List.of(
            Member.product(key.get(0)),
            Member.country(key.get(1), key.get(2)),
            Member.referrer(key.get(3), key.get(4), key.get(5)),
            Member.device(key.get(6)));
    Object[] row =
        Stream.concat(
                pane.table().equals(Star.HOURS)
                    ? Stream.of(TimeUnit.MILLISECONDS.toMicros(pane.windowMillis()))
                    : Stream.empty(),
                Stream.of(
                    Member.dateKey(day),
                    keyOf(named.get(0)),
                    keyOf(named.get(1)),
                    keyOf(named.get(2)),
                    keyOf(named.get(3)),
                    tally.number(0),
                    tally.number(1),
                    tally.sketch(1),
                    tally.number(2),
                    tally.number(3),
                    day.toEpochDay() * Star.DAY_MICROS + tally.number(4) / tally.events()))
            .toArray();
    Table table = pane.table().equals(Star.HOURS) ? StarTables.HOURS : StarTables.DAYS;
    facts.add(new Fact(table, row, named));
  }

  private long keyOf(Member member) {
    Long known = knownMembers.get(member);
    if (known == null) {
      known = member.key();
      knownMembers.put(member, known);
      members.add(member);
    }
    return known;
  }

  private void describeProduct(byte[] key, Tally tally) {
    if (tally.text(0).isEmpty() || Key.values(key).get(0).isEmpty()) {
      return;
    }
    Member product = Member.product(Key.values(key).get(0));
    Description told = Description.of(tally.text(0));
    rows(StarTables.DESCRIBED_PRODUCTS)
        .add(
            product.key(),
            product.hash(),
            product.natural().get(0),
            told.part(0),
            told.part(1),
            told.part(2),
            told.part(3) == null ? null : Boolean.valueOf(told.part(3)),
            epochDay(told.part(4)),
            tally.toldAt(0),
            tally.text(0));
  }

  private void describeDevice(byte[] key, Tally tally) {
    if (tally.text(0).isEmpty() || Key.values(key).get(0).isEmpty()) {
      return;
    }
    Member device = Member.device(Key.values(key).get(0));
    Description told = Description.of(tally.text(0));
    rows(StarTables.DESCRIBED_DEVICES)
        .add(
            device.key(),
            device.hash(),
            device.natural().get(0),
            told.part(0),
            told.part(1),
            told.part(2),
            tally.toldAt(0),
            tally.text(0));
  }

  private static Integer epochDay(String date) {
    return date == null ? null : Math.toIntExact(LocalDate.parse(date).toEpochDay());
  }

  private Rows rows(Table table) {
    return described.computeIfAbsent(table, Rows::new);
  }

  /** Writes everything and is empty again, but remembers for a while which members there are. */
  void write(RowWriter writer, Consumer<DeadLetter> dead)
      throws SQLException, InterruptedException {
    writeMembers(writer, dead);
    for (Rows rows : described.values()) {
      if (!rows.isEmpty()) {
        writer.write(rows).forEach(refusal -> dead.accept(letter(rows, refusal)));
        rows.clear();
      }
    }
    Map<Table, Rows> written = new LinkedHashMap<>();
    for (Fact fact : facts) {
      Rows rows = written.computeIfAbsent(fact.table(), Rows::new);
      if (fact.members().stream().noneMatch(refused::contains)) {
        rows.add(fact.row());
      } else {
        Member missing =
            fact.members().stream().filter(refused::contains).findFirst().orElseThrow();
        Rows alone = new Rows(fact.table());
        alone.add(fact.row());
        String why = REFUSED_WITH + missing.of().table().name() + " " + missing.natural();
        dead.accept(letter(alone, new Refused(0, "23505", why)));
      }
    }
    for (Rows rows : written.values()) {
      if (!rows.isEmpty()) {
        writer.write(rows).forEach(refusal -> dead.accept(letter(rows, refusal)));
      }
    }
    facts.clear();
  }

  private void writeMembers(RowWriter writer, Consumer<DeadLetter> dead)
      throws SQLException, InterruptedException {
    Rows dates = new Rows(StarTables.DATES);
    days.forEach(day -> Member.addDate(dates, day));
    if (!dates.isEmpty()) {
      writer.write(dates).forEach(refusal -> dead.accept(letter(dates, refusal)));
    }
    knownDays.addAll(days);
    days.clear();
    Map<Member.Of, List<Member>> byTable = new EnumMap<>(Member.Of.class);
    members.forEach(
        member -> byTable.computeIfAbsent(member.of(), of -> new ArrayList<>()).add(member));
    for (Map.Entry<Member.Of, List<Member>> of : byTable.entrySet()) {
      Rows rows = new Rows(of.getKey().table());
      of.getValue().forEach(member -> member.addTo(rows));
      for (Refused refusal : writer.write(rows)) {
        refused.add(of.getValue().get(refusal.row()));
        dead.accept(letter(rows, refusal));
      }
    }
    members.clear();
  }

  /**
   * A row has no offset. Its dead letter goes by its table and by a number made of its key, so that
   * the same row is set aside once, however often it is tried.
   */
  private static DeadLetter letter(Rows rows, Refused refusal) {
    int row = refusal.row();
    Key key = new Key();
    rows.table().key().forEach(column -> key.append(String.valueOf(rows.get(row, column))));
    byte[] hash =
        rows.table().place("natural_hash") < 0
            ? Key.hash(key.toBytes())
            : (byte[]) rows.get(row, "natural_hash");
    return new DeadLetter(
        rows.table().name(),
        -1,
        ByteBuffer.wrap(hash).getLong(Long.BYTES) & Long.MAX_VALUE,
        0,
        Failure.REFUSED_ROW,
        refusal.sqlState() + " " + refusal.message(),
        rows.text(row).getBytes(UTF_8));
  }
}
