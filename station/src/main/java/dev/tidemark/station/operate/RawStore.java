package dev.tidemark.station.operate;

import dev.tidemark.run.RawStoreOptions;
import dev.tidemark.run.UserError;
import dev.tidemark.write.Mongo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;

/** Records as they came, wherever they are kept. */
sealed interface RawStore permits RawFiles, RawCollection {

  /**
   * What is kept of a partition of a day of Kafka's time.
   *
   * @param files how many files hold it; 0 where it is kept otherwise
   */
  record Kept(LocalDate day, TopicPartition partition, long files, long records) {}

  /** The store that options name. */
  static RawStore of(RawStoreOptions options) {
    Optional<Mongo> mongo = options.mongo();
    if (mongo.isPresent()) {
      return new RawCollection(mongo.get());
    }
    if (options.directory() == null) {
      throw UserError.inUsage(
          "Which raw store?",
          "Add --rawStore=DIR, or --rawStore=mongodb://HOST:PORT, as it was given to run.");
    }
    return new RawFiles(Path.of(options.directory()));
  }

  /** All that is kept, in order of days and partitions. */
  List<Kept> kept() throws IOException;

  /** The offsets that are kept. */
  Map<TopicPartition, KeptOffsets> offsets() throws IOException;

  /** Some records, drawn at random: their fields for a person's eyes. */
  List<Map<String, Object>> sample(int count, Long seed) throws IOException;

  /** How the details of dead letters begin that this store did not take. */
  String refusals();

  /** Deletes the records of the days before one. */
  void delete(LocalDate before) throws IOException;

  /** What chance begins with. */
  static Random chance(Long seed) {
    return seed == null ? new Random() : new Random(seed);
  }
}
