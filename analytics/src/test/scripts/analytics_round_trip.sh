#!/usr/bin/env bash
# A round trip of the AWS CLI through Kinesis Data Analytics: analytics_round_trip.sh http://127.0.0.1:4566
#
# Works on streams and applications of its own, which it deletes. Prints "called v1 COMMAND" or "called v2 COMMAND" for
# each command that answered, and ends with an error at the first one that did not.
set -euo pipefail

endpoint=${1:?say where: analytics_round_trip.sh http://127.0.0.1:4566}
export AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID:-test} AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY:-test}
export AWS_DEFAULT_REGION=${AWS_DEFAULT_REGION:-us-east-1} AWS_PAGER="" AWS_MAX_ATTEMPTS=1 AWS_EC2_METADATA_DISABLED=true
name=round-trip-$$-$RANDOM
role=arn:aws:iam::000000000000:role/r
code='CREATE STREAM OUT_STREAM (N INTEGER); CREATE PUMP P AS INSERT INTO OUT_STREAM SELECT STREAM N FROM IN_001;'
schema='{"RecordFormat":{"RecordFormatType":"JSON","MappingParameters":{"JSONMappingParameters":{"RecordRowPath":"$"}}},
    "RecordColumns":[{"Name":"N","SqlType":"INTEGER","Mapping":"$.n"}]}'

kinesis() {
    aws --endpoint-url "$endpoint" --output text kinesis "$@"
}

v1() {
    aws --endpoint-url "$endpoint" --output text kinesisanalytics "$@" && echo "called v1 $1" >&2
}

v2() {
    aws --endpoint-url "$endpoint" --output text kinesisanalyticsv2 "$@" && echo "called v2 $1" >&2
}

equal() {
    [ "$2" = "$3" ] || {
        echo "$1: expected '$3', was '$2'" >&2
        exit 1
    }
}

refused() {
    local code=$1 text
    shift
    if text=$("$@" 2>&1); then
        echo "not refused with $code: $*" >&2
        exit 1
    fi
    case $text in
        *"($code)"*) ;;
        *)
            echo "expected $code, was: $text" >&2
            exit 1
            ;;
    esac
}

sent() {
    local iterator
    iterator=$(kinesis get-shard-iterator --stream-name "$name-out" --shard-id shardId-000000000000 \
        --shard-iterator-type TRIM_HORIZON --query ShardIterator)
    kinesis get-records --shard-iterator "$iterator" --query 'Records[].Data'
}

await_rows() {
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        if [ "$(sent | wc -w)" = "$1" ]; then
            return
        fi
    done
    echo "expected $1 rows, were: $(sent)" >&2
    exit 1
}

# $1: v1 or v2; $2: the application
version() {
    "$1" describe-application --application-name "$2" --query ApplicationDetail.ApplicationVersionId
}

resource() { # $1: v1 or v2; $2: an ARN
    if [ "$1" = v1 ]; then
        echo "{\"ResourceARN\":\"$2\",\"RoleARN\":\"$role\"}"
    else
        echo "{\"ResourceARN\":\"$2\"}"
    fi
}

# $1: v1 or v2; $2: the application, which exists; $3: rows that its output has in the end
round() {
    local api=$1 app=$2 rows=$3 arn
    "$api" add-application-input --application-name "$app" --current-application-version-id 1 --input \
        "{\"NamePrefix\":\"IN\",\"KinesisStreamsInput\":$(resource "$api" "$source"),\"InputSchema\":$schema}" > /dev/null
    if [ "$api" = v1 ]; then
        v1 update-application --application-name "$app" --current-application-version-id 2 \
            --application-update "{\"ApplicationCodeUpdate\":\"$code\"}" > /dev/null
    else
        v2 update-application --application-name "$app" --current-application-version-id 2 \
            --application-configuration-update "{\"ApplicationCodeConfigurationUpdate\":{\"CodeContentUpdate\":
                {\"TextContentUpdate\":\"$code\"}}}" > /dev/null
    fi
    "$api" add-application-output --application-name "$app" --current-application-version-id 3 --application-output \
        "{\"Name\":\"OUT_STREAM\",\"KinesisStreamsOutput\":$(resource "$api" "$target"),
            \"DestinationSchema\":{\"RecordFormatType\":\"JSON\"}}" > /dev/null
    refused ConcurrentModificationException "$api" delete-application-output --application-name "$app" \
        --current-application-version-id 99 --output-id 4.1
    if [ "$api" = v1 ]; then
        v1 start-application --application-name "$app" --input-configurations "$(start_at Id)" > /dev/null
    else
        v2 start-application --application-name "$app" \
            --run-configuration "{\"SqlRunConfigurations\":$(start_at InputId)}" > /dev/null
    fi
    await_rows "$rows"
    equal status "$("$api" describe-application --application-name "$app" \
        --query ApplicationDetail.ApplicationStatus)" RUNNING
    "$api" stop-application --application-name "$app" > /dev/null
    arn=$("$api" describe-application --application-name "$app" --query ApplicationDetail.ApplicationARN)
    "$api" tag-resource --resource-arn "$arn" --tags Key=a,Value=1 Key=b,Value=2 > /dev/null
    "$api" untag-resource --resource-arn "$arn" --tag-keys a > /dev/null
    equal tags "$("$api" list-tags-for-resource --resource-arn "$arn" --query 'Tags[].Key')" b
    "$api" delete-application-output --application-name "$app" --current-application-version-id 4 --output-id 4.1 > /dev/null
    equal version "$(version "$api" "$app")" 5
    equal listed "$("$api" list-applications --limit 50 --no-paginate \
        --query "length(ApplicationSummaries[?ApplicationName=='$app'])")" 1
    "$api" delete-application --application-name "$app" --create-timestamp "$("$api" describe-application \
        --application-name "$app" --query ApplicationDetail.CreateTimestamp)" > /dev/null
    refused ResourceNotFoundException "$api" describe-application --application-name "$app"
}

start_at() {
    echo "[{\"$1\":\"2.1\",\"InputStartingPositionConfiguration\":{\"InputStartingPosition\":\"TRIM_HORIZON\"}}]"
}

# $1: v1 or v2, with streams of its own
trip() {
    local api=$1 name=$name-$1 source target stream
    for stream in in out; do
        kinesis create-stream --stream-name "$name-$stream" --shard-count 1
        aws --endpoint-url "$endpoint" kinesis wait stream-exists --stream-name "$name-$stream"
    done
    source=$(kinesis describe-stream-summary --stream-name "$name-in" --query StreamDescriptionSummary.StreamARN)
    target=${source%-in}-out
    kinesis put-record --stream-name "$name-in" --partition-key k --data "fileb://$record" > /dev/null
    if [ "$api" = v1 ]; then
        equal discovered "$(v1 discover-input-schema --resource-arn "$source" --role-arn "$role" \
            --input-starting-position-configuration InputStartingPosition=TRIM_HORIZON \
            --query 'InputSchema.RecordColumns[].Mapping')" '$.n'
        v1 create-application --application-name "$name" > /dev/null
    else
        equal discovered "$(v2 discover-input-schema --resource-arn "$source" --service-execution-role "$role" \
            --input-starting-position-configuration InputStartingPosition=TRIM_HORIZON \
            --query 'InputSchema.RecordColumns[].Mapping')" '$.n'
        v2 create-application --application-name "$name" --runtime-environment SQL-1_0 --service-execution-role "$role" \
            > /dev/null
        refused UnsupportedOperationException v2 create-application-snapshot --application-name "$name" --snapshot-name s
    fi
    round "$api" "$name" 1
    for stream in in out; do
        kinesis delete-stream --stream-name "$name-$stream"
    done
}

record=$(mktemp)
trap 'rm -f "$record"' EXIT
printf '{"n":1}' > "$record" # a file means the same to both versions of the CLI, a text does not
trip v1 & # side by side: nearly all of the time is the start of the CLI
first=$!
trip v2
wait "$first"
echo "round trip done"
