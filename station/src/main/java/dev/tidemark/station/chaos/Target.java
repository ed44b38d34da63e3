package dev.tidemark.station.chaos;

import dev.tidemark.read.KafkaSettings;
import dev.tidemark.write.Postgres;
import java.util.List;

/** What is struck: a whole Tidemark in processes other than this one. */
interface Target extends AutoCloseable {

  /** All that can be done to it, in an order that stays the same, for plans are drawn from it. */
  List<Action> actions();

  /** Starts it, ready for what is planned; returns when all its parts are up. */
  void start(Plan plan) throws Exception;

  /** Does what a supervisor of its processes does, and sees to it that it is not dead. */
  void tend() throws Exception;

  KafkaSettings kafka();

  String topic();

  /** Where the tables are now: it may be elsewhere after each start. */
  Postgres database();

  /** What each audit must be told, to look at this target and to count as it does. */
  List<List<String>> audits();

  /** The end of a run: asks it to stop, and demands that it stops well. */
  void stop() throws Exception;

  /** Ends every process that it started, at once. */
  @Override
  void close();
}
