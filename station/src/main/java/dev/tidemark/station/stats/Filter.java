package dev.tidemark.station.stats;

import java.util.Optional;
import java.util.stream.Stream;

/** What answers can be narrowed down to: a parameter of the API, and the column that it selects. */
enum Filter implements Sql.Name {
  HOST("host", "host"),
  PAGE("page", "url"),
  REFERRER("referrer", "referrer"),
  SOURCE("source", "source_name"),
  SOURCE_CLASS("sourceClass", "source_class"),
  COUNTRY("country", "country_code"),
  REGION("region", "region"),
  CITY("city", "city"),
  BROWSER("browser", "browser"),
  SYSTEM("system", "operating_system"),
  DEVICE("device", "device_class"),
  BOT("bot", "is_bot");

  private final String parameter;
  private final String column;

  Filter(String parameter, String column) {
    this.parameter = parameter;
    this.column = column;
  }

  static Optional<Filter> named(String parameter) {
    return Stream.of(values()).filter(filter -> filter.parameter.equals(parameter)).findFirst();
  }

  String parameter() {
    return parameter;
  }

  /** The column, which has this name in every table that has it. */
  @Override
  public String sql() {
    return column;
  }
}
