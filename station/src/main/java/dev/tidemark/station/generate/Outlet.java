package dev.tidemark.station.generate;

import java.io.IOException;

/** Where generated events go. */
interface Outlet {

  /** Takes one event; false when no more are wanted. */
  boolean send(GeneratedEvent event) throws IOException;

  /** There is a pause: what was taken goes on its way. */
  void pause() throws IOException;

  /** Returns when everything that was taken has arrived or failed. */
  void finish() throws IOException;
}
