package dev.tidemark.station.web;

import io.javalin.security.RouteRole;

/** Who may call a route; one that says nothing is for those who are signed in. */
public enum Access implements RouteRole {
  /** For anybody, from anywhere: it shows no figure. */
  PUBLIC,
}
