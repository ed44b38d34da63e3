package dev.tidemark.station.logs;

import dev.tidemark.read.KafkaSettings;
import java.io.IOException;
import java.time.Instant;

/** Sends the events of logs to the topic, behind the bookmarks of earlier imports. */
final class TopicTarget implements Target {

  /** Tells the person something by the way. */
  interface Remark {
    void say(String format, Object... values);
  }

  private final KafkaSettings kafka;
  private final String topic;
  private final Bookmarks bookmarks;
  private final Latecomers latecomers;
  private final Remark remark;

  TopicTarget(
      KafkaSettings kafka,
      String topic,
      Bookmarks bookmarks,
      Latecomers latecomers,
      Remark remark) {
    this.kafka = kafka;
    this.topic = topic;
    this.bookmarks = bookmarks;
    this.latecomers = latecomers;
    this.remark = remark;
  }

  @Override
  public Log open(OpenLog log) throws IOException {
    // First: it ends what a killed import has left open, so that its bookmark is decided.
    ImportedTopic imported = new ImportedTopic(kafka, topic, log.file().digestOfFirstLine());
    Bookmark bookmark;
    try {
      bookmark = bookmarks.of(log.file(), topic);
    } catch (IOException | RuntimeException failed) {
      imported.close();
      throw failed;
    }
    if (bookmark.line() > 0) {
      remark.say("%s: goes on behind line %,d", log.name(), bookmark.line());
    }
    return new Log() {
      private boolean admitted;

      @Override
      public Bookmark bookmark() {
        return bookmark;
      }

      @Override
      public void send(Instant time, byte[] key, byte[] event) {
        if (!admitted) {
          latecomers.admit(log.name(), time);
          admitted = true;
        }
        latecomers.met(time);
        imported.send(key, event);
      }

      @Override
      public void done(Bookmark behindLine) {
        imported.done(behindLine);
      }

      @Override
      public void finish(Bookmark behindLastLine) {
        imported.commit(behindLastLine);
      }

      @Override
      public void close() {
        imported.close();
      }
    };
  }
}
