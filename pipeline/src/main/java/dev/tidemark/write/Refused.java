package dev.tidemark.write;

/**
 * A row that PostgreSQL does not take.
 *
 * @param row its place among the rows that were given
 */
public record Refused(int row, String sqlState, String message) {}
