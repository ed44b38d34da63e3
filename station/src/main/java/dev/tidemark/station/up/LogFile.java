package dev.tidemark.station.up;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Where the log goes while the terminal belongs to the status line; at most 40 MB of it are kept.
 */
record LogFile(Path path) {

  private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0} %msg%n%ex";
  private static final String LIMIT = "10MB";
  private static final int OLDER = 3;

  static LogFile in(Path home) {
    return new LogFile(home.resolve("logs").resolve("tidemark.log"));
  }

  /** Sends everything that is logged from now on into the file, and nothing to the terminal. */
  void takeOver() throws IOException {
    Files.createDirectories(path.getParent());
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    RollingFileAppender<ILoggingEvent> file = new RollingFileAppender<>();
    file.setContext(context);
    file.setFile(path.toString());
    file.setEncoder(encoder);
    FixedWindowRollingPolicy older = new FixedWindowRollingPolicy();
    older.setContext(context);
    older.setParent(file);
    older.setFileNamePattern(path + ".%i");
    older.setMinIndex(1);
    older.setMaxIndex(OLDER);
    older.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> limit = new SizeBasedTriggeringPolicy<>();
    limit.setContext(context);
    limit.setMaxFileSize(FileSize.valueOf(LIMIT));
    limit.start();
    file.setRollingPolicy(older);
    file.setTriggeringPolicy(limit);
    file.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.addAppender(file);
  }
}
