package dev.tidemark.station.web;

import io.javalin.config.RoutesConfig;

/** A part of the web server: the addresses that it answers. */
public interface Routes {
  void addTo(RoutesConfig routes);
}
