#!/bin/sh
# Runs once, when the database is made: a user for those who look and must not change anything. The
# migrations grant each table to the role tidemark_reader.
set -eu
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  -v password="$(cat /run/secrets/reader-password)" <<'SQL'
CREATE ROLE tidemark_reader NOLOGIN;
CREATE ROLE reader LOGIN PASSWORD :'password' IN ROLE tidemark_reader;
ALTER ROLE reader SET default_transaction_read_only = on;
ALTER ROLE reader SET statement_timeout = '30s';
SQL
