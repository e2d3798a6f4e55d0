#!/usr/bin/env bash
# Makes a role and a schema for each service that has one. PostgreSQL's image runs this once, after it has made the database.
set -euo pipefail
for role in persistence analytics; do
  psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v role=$role -v password="$(cat "/keys/$role")" <<'SQL'
create role :"role" login password :'password';
create schema :"role" authorization :"role";
SQL
done
