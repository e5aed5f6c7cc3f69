#!/usr/bin/env bash
# A round trip of the AWS CLI through Kinesis and CloudWatch: kinesis_round_trip.sh http://127.0.0.1:4566
#
# Works on a stream of its own, which it deletes. Prints "called COMMAND" for each command of aws kinesis that answered,
# and ends with an error at the first one that did not.
set -euo pipefail

endpoint=${1:?say where: kinesis_round_trip.sh http://127.0.0.1:4566}
stream=round-trip-$$-$RANDOM
export AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID:-test} AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY:-test}
export AWS_DEFAULT_REGION=${AWS_DEFAULT_REGION:-us-east-1} AWS_PAGER="" AWS_MAX_ATTEMPTS=1 AWS_EC2_METADATA_DISABLED=true

kinesis() {
    aws --endpoint-url "$endpoint" --output text kinesis "$@"
    echo "called $1" >&2
}

equal() {
    [ "$2" = "$3" ] || {
        echo "$1: expected '$3', was '$2'" >&2
        exit 1
    }
}

kinesis create-stream --stream-name "$stream" --shard-count 1
aws --endpoint-url "$endpoint" kinesis wait stream-exists --stream-name "$stream"
payload=$(mktemp)
trap 'rm -f "$payload"' EXIT
printf hello > "$payload" # a file means the same to both versions of the CLI, a text does not
kinesis put-record --stream-name "$stream" --partition-key k --data "fileb://$payload" > /dev/null
iterator=$(kinesis get-shard-iterator --stream-name "$stream" --shard-id shardId-000000000000 \
    --shard-iterator-type TRIM_HORIZON --query ShardIterator)
equal data "$(kinesis get-records --shard-iterator "$iterator" --query 'Records[0].Data' | base64 -d)" hello
kinesis split-shard --stream-name "$stream" --shard-to-split shardId-000000000000 \
    --new-starting-hash-key 170141183460469231731687303715884105728
aws --endpoint-url "$endpoint" kinesis wait stream-exists --stream-name "$stream"
equal shards "$(kinesis list-shards --stream-name "$stream" --query 'length(Shards)')" 3
equal status "$(kinesis describe-stream-summary --stream-name "$stream" \
    --query StreamDescriptionSummary.StreamStatus)" ACTIVE
kinesis delete-stream --stream-name "$stream"
aws --endpoint-url "$endpoint" kinesis wait stream-not-exists --stream-name "$stream"

metrics=(aws --endpoint-url "$endpoint" --output text cloudwatch)
"${metrics[@]}" put-metric-data --namespace "$stream" --metric-name m --value 2.5
equal metric "$("${metrics[@]}" list-metrics --namespace "$stream" --query 'Metrics[0].MetricName')" m
equal sum "$("${metrics[@]}" get-metric-statistics --namespace "$stream" --metric-name m --period 86400 --statistics Sum \
    --start-time "$(date -u -d '-1 day' +%FT%TZ)" --end-time "$(date -u -d '+1 hour' +%FT%TZ)" \
    --query 'Datapoints[].Sum')" 2.5
echo "round trip done"
