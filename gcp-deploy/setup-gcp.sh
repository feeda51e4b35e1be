#!/bin/sh
# Makes what ticket-mcp needs in a Google Cloud project: Artifact Registry, service accounts, secrets with who may read them; with
# --with-ticket-api Cloud SQL for PostgreSQL, and with --with-memorystore a Redis that several instances of the server share. Run it again at
# any time: what is there already stays as it is.
#
#   PROJECT=my-project ./gcp-deploy/setup-gcp.sh [--dry-run] [--with-ticket-api] [--with-memorystore]
#
# Variables: PROJECT, REGION, SERVICE, REPOSITORY, SECRET_PREFIX, SQL_INSTANCE, SQL_TIER, NETWORK, SUBNETWORK, REDIS_TIER (basic, or standard
# for one with a replica); API_KEY_FILE, a file with the key of your ticket API.
set -eu
program=setup-gcp
folder=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=gcp-deploy/common.sh
. "$folder/common.sh"

with_api=""
with_memorystore=""
while [ $# -gt 0 ]; do
    case $1 in
        --dry-run) DRY_RUN=1 ;;
        --with-ticket-api) with_api=1 ;;
        --with-memorystore) with_memorystore=1 ;;
        -h | --help)
            sed -n '2,9s/^# \{0,1\}//p' "$0"
            exit 0
            ;;
        *) die "unknown option $1" ;;
    esac
    shift
done
check_settings

enable_services() {
    set -- run.googleapis.com artifactregistry.googleapis.com secretmanager.googleapis.com
    [ -z "$with_api" ] || set -- "$@" sqladmin.googleapis.com
    [ -z "$with_memorystore" ] || set -- "$@" redis.googleapis.com
    run gc services enable "$@"
}

make_registry() {
    exists gc artifacts repositories describe "$REPOSITORY" --location "$REGION" && return
    run gc artifacts repositories create "$REPOSITORY" --location "$REGION" --repository-format docker
}

make_account() { # NAME DISPLAY-NAME
    exists gc iam service-accounts describe "$1@$PROJECT.iam.gserviceaccount.com" && return
    run gc iam service-accounts create "$1" --display-name "$2"
}

# Secrets go through files and standard input: other users of the machine see the arguments of commands.
random_text() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

make_secret() { # NAME ACCOUNT...
    secret="$SECRET_PREFIX-$1"
    shift
    exists gc secrets describe "$secret" || run gc secrets create "$secret" --replication-policy automatic
    if ! exists gc secrets versions access latest --secret "$secret"; then
        if [ -n "$DRY_RUN" ]; then
            show gc secrets versions add "$secret" --data-file=-
        elif [ "$secret" = "$SECRET_PREFIX-api-key" ] && [ -n "${API_KEY_FILE:-}" ]; then
            tr -d '\r\n' <"$API_KEY_FILE" | gc secrets versions add "$secret" --data-file=-
        elif [ "$secret" = "$SECRET_PREFIX-redis-url" ]; then
            redis_url | gc secrets versions add "$secret" --data-file=-
        else
            random_text | gc secrets versions add "$secret" --data-file=-
        fi
    fi
    for account in "$@"; do
        run gc secrets add-iam-policy-binding "$secret" --member "serviceAccount:$account" --role roles/secretmanager.secretAccessor
    done
}

make_database() {
    exists gc sql instances describe "$SQL_INSTANCE" \
        || run gc sql instances create "$SQL_INSTANCE" --database-version POSTGRES_16 --edition enterprise --tier "$SQL_TIER" \
            --region "$REGION" --storage-auto-increase --backup --deletion-protection
    exists gc sql databases describe tickets --instance "$SQL_INSTANCE" || run gc sql databases create tickets --instance "$SQL_INSTANCE"
    make_secret db-password "$api_account"
    if ! exists gc sql users describe tickets --instance "$SQL_INSTANCE"; then
        if [ -n "$DRY_RUN" ]; then
            show gc sql users create tickets --instance "$SQL_INSTANCE" --flags-file FILE
        else
            flags=$(mktemp)
            trap 'rm -f "$flags"' EXIT
            printf -- '--password: "%s"\n' "$(gc secrets versions access latest --secret "$SECRET_PREFIX-db-password")" >"$flags"
            gc sql users create tickets --instance "$SQL_INSTANCE" --flags-file "$flags"
        fi
    fi
    run gc projects add-iam-policy-binding "$PROJECT" --member "serviceAccount:$api_account" --role roles/cloudsql.client --condition None
}

# The password comes first: where it cannot be had, nothing is written.
redis_url() {
    password=$(gc redis instances get-auth-string "$SERVICE" --region "$REGION" --format 'value(authString)') || die "Redis has no password"
    gc redis instances describe "$SERVICE" --region "$REGION" --format 'value(host,port)' | {
        read -r host port
        printf 'redis://:%s@%s:%s' "$password" "$host" "$port"
    }
}

# Without TLS of its own: it has an address of the network alone, and the image's hiredis, Debian 12's, has none.
make_memorystore() {
    exists gc redis instances describe "$SERVICE" --region "$REGION" \
        || run gc redis instances create "$SERVICE" --region "$REGION" --size 1 --tier "$REDIS_TIER" --redis-version redis_7_2 \
            --network "$NETWORK" --enable-auth --redis-config maxmemory-policy=noeviction
    make_secret redis-url "$run_account"
    make_secret state-key "$run_account"
}

enable_services
make_registry
make_account "$SERVICE-run" "ticket-mcp server"
if [ -n "$with_api" ]; then
    make_account "$SERVICE-api" "ticket-api"
    make_secret api-key "$run_account" "$api_account"
    make_database
else
    make_secret api-key "$run_account"
fi
make_secret mcp-api-key "$run_account"
[ -z "$with_memorystore" ] || make_memorystore
if [ -n "$DRY_RUN" ]; then echo "$program: nothing was done"; else echo "$program: done; next: ./gcp-deploy/deploy.sh, with the same options"; fi
