package dev.tidemark.aggregate;

import dev.tidemark.metric.Key;
import dev.tidemark.metric.Metric;
import dev.tidemark.metric.Tally;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Tallies by key, with a mark on those that changed since the marks were last cleared.
 *
 * <p>Open addressing over the encoded bytes of keys: finding the tally of an event makes no object.
 */
public final class Tallies {

  /** Takes one tally with its key. */
  @FunctionalInterface
  public interface Visitor {
    void visit(byte[] key, Tally tally);
  }

  private final Metric metric;
  private byte[][] keys;
  private int[] hashes;
  private Tally[] tallies;
  private boolean[] changed;
  private int size;
  private int changes;

  public Tallies(Metric metric) {
    this(metric, 16);
  }

  private Tallies(Metric metric, int capacity) {
    this.metric = metric;
    allocate(capacity);
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
    return tallies[changeAt(key.buffer(), key.length(), hash)];
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
    tallies[changeAt(key, key.length, hash(key, key.length))].merge(tally);
  }

  /** The tally of a key; null when there is none. */
  public Tally get(byte[] key) {
    return tallies[find(key, key.length, hash(key, key.length))];
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

  public void clearChanges() {
    Arrays.fill(changed, false);
    changes = 0;
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
    Tallies read = new Tallies(metric, Math.max(16, Integer.highestOneBit(size) * 4));
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
