#!/bin/sh
# Builds the image, pushes it, and puts the Cloud Run service in place. Run setup-gcp.sh first.
#
#   PROJECT=my-project API_BASE_URL=https://desk.example/api ./gcp-deploy/deploy.sh [--dry-run] [--with-ticket-api]
#       [--with-memorystore] [--public] [--tag TAG]
#
# --with-ticket-api deploys the reference ticket API too, and its address is API_BASE_URL. --with-memorystore has the instances share the Redis
# that setup-gcp.sh made with the same option. --public lets callers reach the services without a Google identity: they are then asked for
# their keys alone. Variables: as setup-gcp.sh, and API_BASE_URL, PUBLIC_URL, MIN_INSTANCES (1), MAX_INSTANCES (1; with Memorystore 4).
set -eu
program=deploy
folder=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=gcp-deploy/common.sh
. "$folder/common.sh"

with_api=""
with_memorystore=""
public=""
tag=""
while [ $# -gt 0 ]; do
    case $1 in
        --dry-run) DRY_RUN=1 ;;
        --with-ticket-api) with_api=1 ;;
        --with-memorystore) with_memorystore=1 ;;
        --public) public=1 ;;
        --tag)
            [ $# -gt 1 ] || die "--tag needs a value"
            shift
            tag=$1
            ;;
        -h | --help)
            sed -n '2,10s/^# \{0,1\}//p' "$0"
            exit 0
            ;;
        *) die "unknown option $1" ;;
    esac
    shift
done
check_settings
: "${API_BASE_URL:=}" "${PUBLIC_URL:=}"
if [ -z "$tag" ]; then tag=$(git -C "$folder" rev-parse --short=12 HEAD 2>/dev/null) || die "no git repository: say --tag"; fi
case $tag in "" | *[!A-Za-z0-9._-]*) die "\"$tag\" is no tag" ;; esac
if [ -n "$with_api" ] && [ -z "$public" ]; then
    die "--with-ticket-api needs --public: the server shows the API its key, and no Google identity"
fi
[ -n "$API_BASE_URL" ] || [ -n "$with_api" ] || die "set API_BASE_URL, or say --with-ticket-api"
for url in "$API_BASE_URL" "$PUBLIC_URL"; do
    case $url in
        "") ;;
        *[!A-Za-z0-9:/._~%-]*) die "\"$url\" is no address without blanks, quotes and queries" ;;
        https://*) ;;
        *) die "\"$url\" must begin with https://" ;;
    esac
done

rendered=$(mktemp -d)
trap 'rm -rf "$rendered"' EXIT

# Cloud Run takes this platform.
build() { # TARGET IMAGE
    run docker build --platform linux/amd64 --target "$1" --tag "$2:$tag" "$folder/.."
    run docker push "$2:$tag"
}

# What is for Memorystore, or nothing of it.
if [ -n "$with_memorystore" ]; then optional='s/ # memorystore$//'; else optional='/ # memorystore$/d'; fi

render() { # FILE
    sed -e "$optional" -e "s|@NETWORK@|$NETWORK|g" -e "s|@SUBNETWORK@|$SUBNETWORK|g" \
        -e "s|@SERVICE@|$SERVICE|g" -e "s|@IMAGE@|$registry/server:$tag|g" -e "s|@API_IMAGE@|$registry/api:$tag|g" \
        -e "s|@RUN_ACCOUNT@|$run_account|g" -e "s|@API_ACCOUNT@|$api_account|g" -e "s|@SECRET_PREFIX@|$SECRET_PREFIX|g" \
        -e "s|@SQL_CONNECTION@|$sql_connection|g" -e "s|@MIN_INSTANCES@|$MIN_INSTANCES|g" -e "s|@MAX_INSTANCES@|$MAX_INSTANCES|g" \
        -e "s|@API_BASE_URL@|$API_BASE_URL|g" -e "s|@PUBLIC_URL@|$PUBLIC_URL|g" "$folder/$1" >"$rendered/$1"
    if grep -v '^ *#' "$rendered/$1" | grep -q '@[A-Z_]*@'; then die "$1: not everything was put in"; fi
    if [ -n "$DRY_RUN" ]; then cat "$rendered/$1"; fi
}

replace() { # NAME FILE
    render "$2"
    run gc run services replace "$rendered/$2" --region "$REGION"
    [ -z "$public" ] || run gc run services add-iam-policy-binding "$1" --region "$REGION" --member allUsers --role roles/run.invoker
}

address() { # NAME
    if [ -n "$DRY_RUN" ]; then echo "https://$1.example"; else gc run services describe "$1" --region "$REGION" --format 'value(status.url)'; fi
}

run gcloud --quiet auth configure-docker "$REGION-docker.pkg.dev"
if [ -n "$with_api" ]; then
    build api "$registry/api"
    replace "$SERVICE-api" ticket-api-service.yaml
    API_BASE_URL=$(address "$SERVICE-api")
fi
build server "$registry/server"
replace "$SERVICE" cloud-run-service.yaml
if [ -n "$DRY_RUN" ]; then
    echo "$program: nothing was done"
    exit 0
fi
url=$(address "$SERVICE")
echo "$program: $url/mcp; clients show the secret $SECRET_PREFIX-mcp-api-key as x-api-key"
