package dev.tidemark.run;

import dev.tidemark.read.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the topics of a running stream: announces partitions that were added, which are read
 * after a restart, and ends the stream when a topic is another one of the same name.
 */
public final class TopicWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TopicWatch.class);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final KafkaSettings kafka;
  private final String topics;
  private final List<TopicPartition> read;
  private final Map<String, String> ids;
  private final Consumer<UserError> end;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "topics");
  private volatile List<TopicPartition> unread = List.of();

  private TopicWatch(
      KafkaSettings kafka,
      String topics,
      List<TopicPartition> read,
      Map<String, String> ids,
      Consumer<UserError> end) {
    this.kafka = kafka;
    this.topics = topics;
    this.read = read;
    this.ids = ids;
    this.end = end;
  }

  /**
   * Begins to look.
   *
   * @param read the partitions that the stream reads
   * @param ids of their topics
   * @param end is told, once, why the stream cannot go on
   */
  static TopicWatch start(
      KafkaSettings kafka,
      String topics,
      List<TopicPartition> read,
      Map<String, String> ids,
      Consumer<UserError> end) {
    TopicWatch watch = new TopicWatch(kafka, topics, read, ids, end);
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  /** The partitions that were added since the stream began, and that it does not read. */
  public List<TopicPartition> unread() {
    return unread;
  }

  private void watch() {
    try (Topics admin = new Topics(kafka)) {
      while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        if (!look(admin)) {
          return;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the stream may go on. */
  private boolean look(Topics admin) {
    try {
      for (Map.Entry<String, String> topic : admin.ids(read).entrySet()) {
        if (!topic.getValue().equals(ids.get(topic.getKey()))) {
          end.accept(TopicBook.madeAnew(topic.getKey()));
          return false;
        }
      }
      announce(admin.existing(topics).stream().filter(at -> !read.contains(at)).toList());
    } catch (UserError | KafkaException away) {
      log.debug("The topics could not be looked at; later", away);
    }
    return true;
  }

  private void announce(List<TopicPartition> added) {
    if (!added.equals(unread)) {
      unread = added;
      log.warn("{} were added and are not read yet: a restart picks them up", added);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
  }
}
