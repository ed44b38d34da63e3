package dev.tidemark.station.health;

import java.util.List;

/** The books, added up. */
public record Balance(
    long read,
    long counted,
    long late,
    long duplicate,
    long dead,
    long bot,
    boolean balanced,
    List<Gap> gaps) {}
