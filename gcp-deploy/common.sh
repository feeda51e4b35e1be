# shellcheck shell=sh
# What setup-gcp.sh and deploy.sh share; read by them, not run. They set `program`, and use what is set here.
# shellcheck disable=SC2034,SC2154

: "${REGION:=asia-northeast1}"
: "${SERVICE:=ticket-mcp}"
: "${REPOSITORY:=ticket-mcp}"
: "${SECRET_PREFIX:=ticket-mcp}"
: "${SQL_INSTANCE:=ticket-mcp}"
: "${SQL_TIER:=db-f1-micro}"
: "${NETWORK:=default}"
: "${SUBNETWORK:=default}"
: "${REDIS_TIER:=basic}"
: "${MIN_INSTANCES:=1}"
: "${DRY_RUN:=}"

die() {
    echo "$program: $*" >&2
    exit 1
}

# Nothing that is put into a command or a template holds more than names do.
check_settings() {
    [ -n "${PROJECT:-}" ] || die "set PROJECT, the id of the Google Cloud project"
    for value in "$PROJECT" "$REGION" "$SERVICE" "$REPOSITORY" "$SECRET_PREFIX" "$SQL_INSTANCE" "$SQL_TIER" "$NETWORK" \
        "$SUBNETWORK" "$REDIS_TIER"; do
        case $value in
            "" | -* | *[!a-z0-9-]*) die "\"$value\" may only hold a-z, 0-9 and -" ;;
        esac
    done
    # One where nothing is shared: a session is known to one instance alone.
    if [ -n "$with_memorystore" ]; then : "${MAX_INSTANCES:=4}"; else : "${MAX_INSTANCES:=1}"; fi
    for value in "$MIN_INSTANCES" "$MAX_INSTANCES"; do
        case $value in "" | *[!0-9]*) die "\"$value\" is no number of instances" ;; esac
    done
    [ "$MIN_INSTANCES" -le "$MAX_INSTANCES" ] || die "MIN_INSTANCES is more than MAX_INSTANCES"
    run_account="$SERVICE-run@$PROJECT.iam.gserviceaccount.com"
    api_account="$SERVICE-api@$PROJECT.iam.gserviceaccount.com"
    registry="$REGION-docker.pkg.dev/$PROJECT/$REPOSITORY"
    sql_connection="$PROJECT:$REGION:$SQL_INSTANCE"
}

# Runs a command that changes something; with --dry-run it is only shown.
run() {
    if [ -n "$DRY_RUN" ]; then show "$@"; else "$@"; fi
}

show() {
    if [ "$1" = gc ]; then
        shift
        set -- gcloud --project "$PROJECT" --quiet "$@"
    fi
    echo "+ $*"
}

# Whether something is there already. With --dry-run nothing is asked, and nothing is there.
exists() {
    [ -z "$DRY_RUN" ] && "$@" >/dev/null 2>&1
}

gc() { gcloud --project "$PROJECT" --quiet "$@"; }
