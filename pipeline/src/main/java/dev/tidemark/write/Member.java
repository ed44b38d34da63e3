package dev.tidemark.write;

import dev.tidemark.metric.Key;
import dev.tidemark.write.Regions.Region;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.List;

/**
 * A member of a dimension, as its natural key tells it: its row can be made by anyone, anywhere,
 * without asking.
 */
record Member(Of of, List<String> natural) {

  /** The dimensions. */
  enum Of {
    PRODUCTS,
    COUNTRIES,
    REFERRERS,
    DEVICES;

    Table table() {
      return switch (this) {
        case PRODUCTS -> StarTables.PRODUCTS;
        case COUNTRIES -> StarTables.COUNTRIES;
        case REFERRERS -> StarTables.REFERRERS;
        case DEVICES -> StarTables.DEVICES;
      };
    }
  }

  static Member product(String id) {
    return new Member(Of.PRODUCTS, List.of(id));
  }

  static Member device(String id) {
    return new Member(Of.DEVICES, List.of(id));
  }

  static Member country(String store, String countryCode) {
    return new Member(Of.COUNTRIES, List.of(store, countryCode));
  }

  static Member referrer(String url, String domain, String sourceClass) {
    return new Member(Of.REFERRERS, List.of(url, domain, sourceClass));
  }

  /** The first 16 bytes of the SHA-256 of the natural key. */
  byte[] hash() {
    Key key = new Key();
    natural.forEach(key::append);
    return Key.hash(key.toBytes());
  }

  /** The surrogate key: the first half of the hash. */
  long key() {
    return ByteBuffer.wrap(hash()).getLong();
  }

  void addTo(Rows rows) {
    byte[] hash = hash();
    long key = ByteBuffer.wrap(hash).getLong();
    switch (of) {
      case PRODUCTS, DEVICES -> rows.add(key, hash, natural.get(0));
      case COUNTRIES -> {
        String code = natural.get(1);
        Region region = Regions.of(code);
        rows.add(
            key,
            hash,
            natural.get(0),
            code,
            Regions.nameOf(code),
            region.name(),
            region.continent());
      }
      case REFERRERS -> {
        String sourceClass = natural.get(2);
        rows.add(key, hash, natural.get(0), natural.get(1), referrerType(sourceClass), sourceClass);
      }
    }
  }

  private static String referrerType(String sourceClass) {
    return switch (sourceClass) {
      case "Search" -> "Search Engine";
      case "Social" -> "Social Media";
      case "Direct" -> "Direct";
      default -> "Other";
    };
  }

  /** The number of a day: 20260109. */
  static int dateKey(LocalDate day) {
    return (day.getYear() * 100 + day.getMonthValue()) * 100 + day.getDayOfMonth();
  }

  static void addDate(Rows rows, LocalDate day) {
    rows.add(
        dateKey(day),
        Math.toIntExact(day.toEpochDay()),
        day.getYear(),
        day.getMonthValue(),
        day.getDayOfMonth(),
        day.getDayOfWeek().getValue(),
        day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
        day.get(IsoFields.QUARTER_OF_YEAR));
  }
}
