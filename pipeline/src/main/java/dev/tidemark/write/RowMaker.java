package dev.tidemark.write;

import dev.tidemark.event.DeadLetter;
import java.io.Serializable;

/** Makes rows of elements, and dead letters of rows that were refused. */
interface RowMaker<T> extends Serializable {

  /** The tables whose rows are made. */
  Iterable<Table> tables();

  /** Adds the rows of an element to the batches of their tables. */
  void make(T element, Batches batches);

  /** What is left of a row that PostgreSQL refused. */
  DeadLetter refused(Rows rows, Refused refusal);

  /** The rows that wait to be written, by their tables. */
  @FunctionalInterface
  interface Batches {
    Rows of(Table table);
  }
}
