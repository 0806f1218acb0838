#!/bin/sh
# Runs a command with JWT_SECRET: the one that is set, or one made once and kept in DATA_DIR, which all containers share.
set -eu
if [ -z "${JWT_SECRET:-}" ]; then
  file="$DATA_DIR/jwt-secret"
  if [ ! -s "$file" ]; then
    draft=$(mktemp "$DATA_DIR/draft.XXXXXX")
    head -c 48 /dev/urandom | base64 -w 0 > "$draft"
    # A link is made by one container only, and never over the secret of another.
    ln "$draft" "$file" 2>/dev/null || true
    rm "$draft"
  fi
  JWT_SECRET=$(cat "$file")
  export JWT_SECRET
fi
exec "$@"
