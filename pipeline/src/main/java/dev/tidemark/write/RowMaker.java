package dev.tidemark.write;

import dev.tidemark.event.DeadLetter;
import java.io.Serializable;

/** Makes rows of elements, and dead letters of rows that were refused. */
interface RowMaker<T> extends Serializable {

  /** The tables whose rows are made. */
  Iterable<Table> tables();

  /** Gives the rows of an element, each to the table it belongs to. */
  void make(T element, RowTaker rows);

  /** What is left of a row that PostgreSQL refused. */
  DeadLetter refused(Rows rows, Refused refusal);

  /** Takes the values of a row. */
  @FunctionalInterface
  interface RowTaker {
    void take(Table table, Object... values);
  }
}
