#!/bin/sh
# Runs the scripts of gcp-deploy with stand-ins for gcloud and docker that write down how they were called, and looks at what they wrote:
# that a second run makes nothing again, that secrets are in no argument, that --dry-run calls nothing, that bad settings are refused.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/cloud"
export LOG="$work/log" CLOUD="$work/cloud"

# A cloud in a folder: what was made is a file, and `describe` finds it. What comes on standard input is kept beside the log.
cat >"$work/bin/gcloud" <<'STAND_IN'
#!/bin/sh
set -eu
printf 'gcloud %s\n' "$*" >>"$LOG"
while :; do case $1 in --project) shift 2 ;; --quiet) shift ;; *) break ;; esac; done
key() { printf '%s' "$1" | tr '/ @.:' '_____'; }
case "$*" in
    "secrets versions access latest --secret "*)
        file="$CLOUD/$(key "version $6")"
        [ -f "$file" ] && cat "$file" ;;
    "secrets versions add "*) cat >"$CLOUD/$(key "version $4")" ;;
    "redis instances get-auth-string "*) echo password-of-redis ;;
    "redis instances describe "*"value(host,port)") printf '10.0.0.3\t6379\n' ;;
    "run services describe "*) echo "https://$4-1.a.run.app" ;;
    "run services replace "*) cp "$4" "$CLOUD/$(basename "$4")" ;;
    *" describe "*)
        name=$(printf '%s' "$*" | sed 's/ describe \([^ ]*\).*/ \1/; s/@.*//')
        [ -f "$CLOUD/$(key "made $name")" ] ;;
    *" create "*)
        name=$(printf '%s' "$*" | sed 's/ create \([^ ]*\).*/ \1/')
        : >"$CLOUD/$(key "made $name")" ;;
esac
STAND_IN
cat >"$work/bin/docker" <<'STAND_IN'
#!/bin/sh
printf 'docker %s\n' "$*" >>"$LOG"
STAND_IN
chmod +x "$work/bin/gcloud" "$work/bin/docker"
PATH="$work/bin:$PATH"
export PATH PROJECT=my-project

fail() {
    echo "test-deploy: $*" >&2
    [ ! -f "$LOG" ] || cat "$LOG" >&2
    exit 1
}
logged() { grep -q -e "$1" "$LOG" || fail "not called: $1"; }
not_logged() { if grep -q -e "$1" "$LOG"; then fail "called: $1"; fi; }
refused() { # WORDS COMMAND...
    words=$1
    shift
    : >"$LOG"
    if said=$("$@" 2>&1); then fail "not refused: $*"; fi
    case $said in *"$words"*) ;; *) fail "refused in other words: $said" ;; esac
    [ ! -s "$LOG" ] || fail "something was called before it was refused: $*"
}

# Nothing is called in a dry run, and everything is shown.
: >"$LOG"
./gcp-deploy/setup-gcp.sh --dry-run --with-ticket-api --with-memorystore >"$work/out"
[ ! -s "$LOG" ] || fail "setup-gcp.sh --dry-run called something"
for words in "services enable" "artifacts repositories create" "sql instances create" "secrets create ticket-mcp-api-key" "redis instances create" \
    "secrets create ticket-mcp-redis-url"; do
    grep -q "$words" "$work/out" || fail "setup-gcp.sh --dry-run does not show: $words"
done
API_BASE_URL=https://desk.example/api ./gcp-deploy/deploy.sh --dry-run --tag t1 >"$work/out"
[ ! -s "$LOG" ] || fail "deploy.sh --dry-run called something"
grep -q 'image: "asia-northeast1-docker.pkg.dev/my-project/ticket-mcp/server:t1"' "$work/out" || fail "deploy.sh --dry-run shows no service"

# Set up, twice.
./gcp-deploy/setup-gcp.sh --with-ticket-api >/dev/null
logged "sql users create tickets --instance ticket-mcp --flags-file"
logged "secrets add-iam-policy-binding ticket-mcp-mcp-api-key --member serviceAccount:ticket-mcp-run@my-project.iam.gserviceaccount.com"
not_logged "redis"
for name in api-key mcp-api-key db-password; do
    secret=$(cat "$CLOUD/version_ticket-mcp-$name")
    [ "${#secret}" -eq 64 ] || fail "$name has not 64 characters"
    not_logged "$secret"
done
first=$(cat "$CLOUD/version_ticket-mcp-mcp-api-key")
: >"$LOG"
./gcp-deploy/setup-gcp.sh --with-ticket-api >/dev/null
not_logged " create "
not_logged "versions add"
[ "$(cat "$CLOUD/version_ticket-mcp-mcp-api-key")" = "$first" ] || fail "a second run changed a secret"

# A key of one's own.
rm -f "$CLOUD/version_ticket-mcp-api-key"
printf 'key-of-the-desk\n' >"$work/key"
: >"$LOG"
API_KEY_FILE="$work/key" ./gcp-deploy/setup-gcp.sh >/dev/null
[ "$(cat "$CLOUD/version_ticket-mcp-api-key")" = key-of-the-desk ] || fail "API_KEY_FILE was not taken"
not_logged "key-of-the-desk"
not_logged "sql"

# Deploy both.
: >"$LOG"
./gcp-deploy/deploy.sh --with-ticket-api --public --tag t2 >"$work/out"
logged "docker build --platform linux/amd64 --target server --tag asia-northeast1-docker.pkg.dev/my-project/ticket-mcp/server:t2"
logged "docker push asia-northeast1-docker.pkg.dev/my-project/ticket-mcp/api:t2"
logged "run services add-iam-policy-binding ticket-mcp --region asia-northeast1 --member allUsers --role roles/run.invoker"
service="$CLOUD/cloud-run-service.yaml"
grep -q 'value: "https://ticket-mcp-api-1.a.run.app"' "$service" || fail "the service does not call the ticket API that was deployed"
if grep -v '^ *#' "$service" "$CLOUD/ticket-api-service.yaml" | grep -q '@[A-Z_]*@'; then fail "a template was not filled in"; fi
grep -q "$first" "$service" && fail "a secret stands in the service"
grep -q "https://ticket-mcp-1.a.run.app/mcp" "$work/out" || fail "deploy.sh does not say where the service is"

# One alone, without Redis.
grep -q "maxScale: \"1\"" "$service" || fail "without Redis there is one instance"
if grep -v '^ *#' "$service" | grep -q -i "redis\|vpc-access\|memorystore"; then fail "what is for Memorystore is in a service without it"; fi

# Several instances.
: >"$LOG"
./gcp-deploy/setup-gcp.sh --with-memorystore >/dev/null
logged "redis instances create ticket-mcp --region asia-northeast1 --size 1 --tier basic --redis-version redis_7_2"
[ "$(cat "$CLOUD/version_ticket-mcp-redis-url")" = redis://:password-of-redis@10.0.0.3:6379 ] || fail "the address of Redis is another one"
logged "secrets add-iam-policy-binding ticket-mcp-state-key --member serviceAccount:ticket-mcp-run@my-project.iam.gserviceaccount.com"
not_logged "password-of-redis"
: >"$LOG"
./gcp-deploy/setup-gcp.sh --with-memorystore >/dev/null
not_logged " create "
not_logged "versions add"
API_BASE_URL=https://desk.example/api NETWORK=desk ./gcp-deploy/deploy.sh --with-memorystore --tag t4 >/dev/null
grep -q "maxScale: \"4\"" "$service" || fail "with Redis there may be several instances"
grep -q 'network-interfaces: .*"network":"desk","subnetwork":"default"' "$service" || fail "the service is in no network"
for name in redis-url state-key; do grep -q "name: \"ticket-mcp-$name\"" "$service" || fail "the service has no $name"; done
if grep -v '^ *#' "$service" | grep -q "password-of-redis\|memorystore"; then fail "a password or a mark stands in the service"; fi

# Without --public nobody new comes in.
: >"$LOG"
API_BASE_URL=https://desk.example/api ./gcp-deploy/deploy.sh --tag t3 >/dev/null
not_logged "allUsers"
not_logged "target api"

refused "set PROJECT" env PROJECT= ./gcp-deploy/setup-gcp.sh
refused "may only hold" env PROJECT='x; id' ./gcp-deploy/setup-gcp.sh
refused "unknown option" ./gcp-deploy/setup-gcp.sh --wiht-ticket-api
refused "needs --public" ./gcp-deploy/deploy.sh --with-ticket-api --tag t
refused "set API_BASE_URL" ./gcp-deploy/deploy.sh --tag t
refused "must begin with https" env API_BASE_URL=http://desk.example ./gcp-deploy/deploy.sh --tag t
refused "is no address" env 'API_BASE_URL=https://a.example/|e' ./gcp-deploy/deploy.sh --tag t
refused "is no tag" env API_BASE_URL=https://desk.example ./gcp-deploy/deploy.sh --tag 'a b'
refused "is more than" env MIN_INSTANCES=3 MAX_INSTANCES=2 API_BASE_URL=https://desk.example ./gcp-deploy/deploy.sh --tag t

if command -v shellcheck >/dev/null; then shellcheck -x gcp-deploy/*.sh deploy/container/healthcheck Scripts/*.sh; fi
echo "test-deploy: all is as it should be"
