package dev.tidemark.read;

import java.io.Serializable;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions that joined a stream at the same start, and are read together.
 *
 * @param reader 0 for those of the first start, then 1, 2, …: it names their reader in checkpoints
 */
public record Joined(int reader, List<TopicPartition> partitions) implements Serializable {

  public Joined {
    partitions = List.copyOf(partitions);
  }
}
