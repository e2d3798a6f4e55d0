#!/usr/bin/env bash
# Makes the keys of a stack in the folder $1, once: the secret that signs players' tokens, and PostgreSQL's passwords.
set -euo pipefail
cd "$1"
[[ -e made ]] && exit 0

random() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

# Services accept a secret that begins with local- in development profiles only.
secret=local-$(random)
echo "dungeontalk.token.secret=$secret" >gateway-service.properties
for role in persistence analytics; do
  password=$(random)
  printf %s "$password" >$role
  printf '%s\n' "dungeontalk.token.secret=$secret" "quarkus.datasource.password=$password" >$role-service.properties
done
random >dungeontalk
chmod 444 ./*
touch made
