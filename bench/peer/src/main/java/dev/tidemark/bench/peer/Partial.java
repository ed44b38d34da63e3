package dev.tidemark.bench.peer;

import java.io.Serializable;

/**
 * What one task has counted of a slice of time, of the keys of one shard. Open and mutable, as
 * Flink's POJOs are.
 */
public final class Partial implements Serializable {
  private static final long serialVersionUID = 1;

  public int table;

  /** Start of the slice: a minute of page views and users, five of traffic. */
  public long start;

  public int shard;

  /** URLs, or hosts. */
  public String[] keys = {};

  /** One for each host; of other tables none. */
  public String[] referrers = {};

  public long[] counts = {};

  /** A sketch of the users, of other tables empty. */
  public byte[] users = {};
}
