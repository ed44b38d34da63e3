package dev.tidemark.bench.peer;

import java.io.Serializable;

/** An event: who looked at what, when, and from where. Open and mutable, as Flink's POJOs are. */
public final class View implements Serializable {
  private static final long serialVersionUID = 1;

  /** Event time in milliseconds. */
  public long time;

  public String url = "";
  public String user = "";

  /** Empty where the event has none. */
  public String referrer = "";
}
