package dev.tidemark.write;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets through what a person has to know; the rest is for who looks for it. */
public final class FlywayLog implements Log {
  private static final Logger log = LoggerFactory.getLogger(Flyway.class);

  /** What Flyway makes by its name, hence public. */
  public static final class Creator implements LogCreator {
    @Override
    public Log createLogger(Class<?> type) {
      return new FlywayLog();
    }
  }

  @Override
  public boolean isDebugEnabled() {
    return log.isTraceEnabled();
  }

  @Override
  public void debug(String message) {
    log.trace(message);
  }

  @Override
  public void info(String message) {
    log.debug(message);
  }

  @Override
  public void notice(String message) {
    log.debug(message);
  }

  @Override
  public void warn(String message) {
    log.warn(message);
  }

  // The exception that follows is reported by whoever asked for the migration.
  @Override
  public void error(String message) {
    log.debug(message);
  }

  @Override
  public void error(String message, Exception failure) {
    log.debug(message, failure);
  }
}
