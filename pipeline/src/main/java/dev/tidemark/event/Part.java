package dev.tidemark.event;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** A part of an enriched event that costs something and that not every figure asks for. */
public enum Part {
  /** Where the address is. */
  PLACE,
  /** What brought the visitor. */
  SOURCE,
  /**
   * What stands in the event's own row and seldom elsewhere: its id, session, product, store,
   * headers and properties, and the address as it may be stored.
   */
  DETAILS;

  public static final Set<Part> ALL = Collections.unmodifiableSet(EnumSet.allOf(Part.class));
}
