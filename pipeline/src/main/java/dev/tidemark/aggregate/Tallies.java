package dev.tidemark.aggregate;

import dev.tidemark.metric.Key;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Tally;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Tallies by key, with a mark on those whose changes are not in all of their windows yet.
 *
 * <p>Open addressing over the encoded bytes of keys: finding the tally of an event makes no object.
 */
public final class Tallies {

  /** Takes one tally with its key. */
  @FunctionalInterface
  public interface Visitor {
    void visit(byte[] key, Tally tally);
  }

  private static final int LEAST_CAPACITY = 16;

  private final Metric metric;
  private byte[][] keys;
  private int[] hashes;
  private Tally[] tallies;
  private boolean[] changed;
  private int size;
  private int changes;
  private long settled = Long.MIN_VALUE;

  public Tallies(Metric metric) {
    this(metric, 0);
  }

  /**
   * @param expected about how many tallies there will be
   */
  Tallies(Metric metric, int expected) {
    this.metric = metric;
    allocate(Math.max(LEAST_CAPACITY, Integer.highestOneBit(expected) * 4));
  }

  public int size() {
    return size;
  }

  /** The number of tallies that carry the mark. */
  public int changes() {
    return changes;
  }

  /** The tally of a key, made when there is none, and marked as changed. */
  public Tally change(Key key, int hash) {
    int slot = changeAt(key.buffer(), key.length(), hash);
    return tallies[slot];
  }

  /** Makes an empty tally for a key that has none. */
  void add(byte[] key) {
    changeAt(key, key.length, hash(key, key.length));
  }

  /** Merges another's tallies into these, marking them as changed. */
  public void merge(Tallies other) {
    other.forEach(this::merge);
  }

  /** Merges one tally into that of its key, marking it as changed. */
  public void merge(byte[] key, Tally tally) {
    int slot = changeAt(key, key.length, hash(key, key.length));
    tallies[slot].merge(tally);
  }

  /** Sets the tally of a key, marking it as changed. */
  void put(byte[] key, Tally tally) {
    tallies[changeAt(key, key.length, hash(key, key.length))] = tally;
  }

  /** The tally of a key; null when there is none. */
  public Tally get(byte[] key) {
    return tallies[find(key, key.length, hash(key, key.length))];
  }

  /** Whether there is a tally of a key that carries the mark. */
  boolean isChanged(byte[] key) {
    return changed[find(key, key.length, hash(key, key.length))];
  }

  public void forEach(Visitor visitor) {
    for (int slot = 0; slot < keys.length; slot++) {
      if (keys[slot] != null) {
        visitor.visit(keys[slot], tallies[slot]);
      }
    }
  }

  public void forEachChanged(Visitor visitor) {
    for (int slot = 0; slot < keys.length; slot++) {
      if (changed[slot]) {
        visitor.visit(keys[slot], tallies[slot]);
      }
    }
  }

  /** Windows over these tallies that end no later hold what changed; after a change, none does. */
  long settled() {
    return settled;
  }

  /**
   * Notes that windows which end no later hold what changed; the marks go when all do.
   *
   * @param last when the last window over these tallies ends
   */
  void settle(long until, long last) {
    settled = until;
    if (until >= last) {
      Arrays.fill(changed, false);
      changes = 0;
    }
  }

  /** The hash by which keys are found, and by which they are dealt to shards. */
  public static int hash(byte[] key, int length) {
    int hash = 1;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + key[i];
    }
    hash ^= hash >>> 16;
    hash *= 0x85ebca6b;
    hash ^= hash >>> 13;
    return hash;
  }

  public void write(DataOutput out) throws IOException {
    out.writeInt(size);
    out.writeLong(settled);
    for (int slot = 0; slot < keys.length; slot++) {
      if (keys[slot] != null) {
        out.writeInt(keys[slot].length);
        out.write(keys[slot]);
        out.writeBoolean(changed[slot]);
        tallies[slot].write(out);
      }
    }
  }

  public static Tallies read(Metric metric, DataInput in) throws IOException {
    int size = in.readInt();
    Tallies read = new Tallies(metric, size);
    read.settled = in.readLong();
    for (int left = size; left > 0; left--) {
      byte[] key = new byte[in.readInt()];
      in.readFully(key);
      boolean changed = in.readBoolean();
      int hash = hash(key, key.length);
      int slot = read.find(key, key.length, hash);
      read.keys[slot] = key;
      read.hashes[slot] = hash;
      read.tallies[slot] = Tally.read(metric, in);
      read.changed[slot] = changed;
      read.size++;
      read.changes += changed ? 1 : 0;
    }
    return read;
  }

  private int changeAt(byte[] key, int length, int hash) {
    int slot = find(key, length, hash);
    if (keys[slot] == null) {
      if (2 * size >= keys.length) {
        grow();
        slot = find(key, length, hash);
      }
      keys[slot] = Arrays.copyOf(key, length);
      hashes[slot] = hash;
      tallies[slot] = new Tally(metric);
      size++;
    }
    if (!changed[slot]) {
      changed[slot] = true;
      changes++;
    }
    settled = Long.MIN_VALUE;
    return slot;
  }

  private int find(byte[] key, int length, int hash) {
    int mask = keys.length - 1;
    int slot = hash & mask;
    while (keys[slot] != null
        && (hashes[slot] != hash
            || !Arrays.equals(keys[slot], 0, keys[slot].length, key, 0, length))) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    byte[][] oldKeys = keys;
    int[] oldHashes = hashes;
    Tally[] oldTallies = tallies;
    boolean[] oldChanged = changed;
    allocate(2 * oldKeys.length);
    for (int old = 0; old < oldKeys.length; old++) {
      if (oldKeys[old] != null) {
        int slot = find(oldKeys[old], oldKeys[old].length, oldHashes[old]);
        keys[slot] = oldKeys[old];
        hashes[slot] = oldHashes[old];
        tallies[slot] = oldTallies[old];
        changed[slot] = oldChanged[old];
      }
    }
  }

  private void allocate(int capacity) {
    keys = new byte[capacity][];
    hashes = new int[capacity];
    tallies = new Tally[capacity];
    changed = new boolean[capacity];
  }
}
