#!/usr/bin/env bash
# A round trip of the AWS CLI through Lambda: lambda_round_trip.sh http://127.0.0.1:4566
#
# Works on a function and a stream of its own, which it deletes. Prints "called COMMAND" for each command of aws lambda
# that answered, and ends with an error at the first one that did not.
set -euo pipefail

endpoint=${1:?say where: lambda_round_trip.sh http://127.0.0.1:4566}
name=round-trip-$$-$RANDOM
export AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID:-test} AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY:-test}
export AWS_DEFAULT_REGION=${AWS_DEFAULT_REGION:-us-east-1} AWS_PAGER="" AWS_MAX_ATTEMPTS=1 AWS_EC2_METADATA_DISABLED=true
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

lambda() {
    aws --endpoint-url "$endpoint" --output text lambda "$@"
    echo "called $1" >&2
}

equal() {
    [ "$2" = "$3" ] || {
        echo "$1: expected '$3', was '$2'" >&2
        exit 1
    }
}

pack() {
    printf '%s\n' "$1" > "$work/app.py"
    rm -f "$work/code.zip"
    python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").write(sys.argv[2], "app.py")' \
        "$work/code.zip" "$work/app.py"
}

printf '{"a":1}' > "$work/event.json" # a file means the same to both versions of the CLI, a text does not
pack $'def handler(event, context):\n    print("seen")\n    return event'
lambda create-function --function-name "$name" --runtime python3.12 --handler app.handler \
    --role arn:aws:iam::000000000000:role/r --zip-file "fileb://$work/code.zip" > /dev/null
aws --endpoint-url "$endpoint" lambda wait function-active-v2 --function-name "$name"
equal log "$(lambda invoke --function-name "$name" --payload "fileb://$work/event.json" --log-type Tail \
    --query LogResult "$work/answer.json" | base64 -d | grep -c '^seen$')" 1
equal answer "$(cat "$work/answer.json")" '{"a": 1}'
pack $'def handler(event, context):\n    return "second"'
lambda update-function-code --function-name "$name" --zip-file "fileb://$work/code.zip" > /dev/null
aws --endpoint-url "$endpoint" lambda wait function-updated-v2 --function-name "$name"
lambda update-function-configuration --function-name "$name" --timeout 9 --environment 'Variables={A=1}' > /dev/null
equal timeout "$(lambda get-function-configuration --function-name "$name" --query Timeout)" 9
lambda invoke --function-name "$name" "$work/answer.json" > /dev/null
equal answer "$(cat "$work/answer.json")" '"second"'
location=$(lambda get-function --function-name "$name" --query Code.Location)
curl -sf "$location" -o "$work/downloaded.zip"
cmp "$work/downloaded.zip" "$work/code.zip"
equal version "$(lambda publish-version --function-name "$name" --query Version)" 1
lambda create-alias --function-name "$name" --name live --function-version 1 > /dev/null
equal executed "$(lambda invoke --function-name "$name:live" --query ExecutedVersion "$work/answer.json")" 1

aws --endpoint-url "$endpoint" kinesis create-stream --stream-name "$name" --shard-count 1
aws --endpoint-url "$endpoint" kinesis wait stream-exists --stream-name "$name"
source=$(aws --endpoint-url "$endpoint" --output text kinesis describe-stream-summary --stream-name "$name" \
    --query StreamDescriptionSummary.StreamARN)
mapping=$(lambda create-event-source-mapping --function-name "$name" --event-source-arn "$source" \
    --starting-position TRIM_HORIZON --query UUID)
lambda update-event-source-mapping --uuid "$mapping" --batch-size 5 > /dev/null
equal size "$(lambda get-event-source-mapping --uuid "$mapping" --query BatchSize)" 5
equal mappings "$(lambda list-event-source-mappings --function-name "$name" --query 'length(EventSourceMappings)')" 1
lambda delete-event-source-mapping --uuid "$mapping" > /dev/null
aws --endpoint-url "$endpoint" kinesis delete-stream --stream-name "$name"
lambda delete-function --function-name "$name"
equal functions "$(lambda list-functions --query "length(Functions[?FunctionName=='$name'])")" 0
echo "round trip done"
