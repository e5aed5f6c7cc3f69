#!/usr/bin/env bash
# What people run to provision a device, by the AWS CLI: provision.sh http://127.0.0.1:4566
#
# Works on a thing and a policy of its own, which it deletes. Ends with an error at the first command that does not
# answer as it should, else with "provisioned".
set -euo pipefail

endpoint=${1:?say where: provision.sh http://127.0.0.1:4566}
name=device-$$-$RANDOM
export AWS_ACCESS_KEY_ID=${AWS_ACCESS_KEY_ID:-test} AWS_SECRET_ACCESS_KEY=${AWS_SECRET_ACCESS_KEY:-test}
export AWS_DEFAULT_REGION=${AWS_DEFAULT_REGION:-us-east-1} AWS_PAGER="" AWS_MAX_ATTEMPTS=1 AWS_EC2_METADATA_DISABLED=true
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

iot() {
    aws --endpoint-url "$endpoint" --output text iot "$@"
}

equal() {
    [ "$2" = "$3" ] || {
        echo "$1: expected '$3', was '$2'" >&2
        exit 1
    }
}

cat > "$work/policy.json" << 'POLICY'
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:*", "Resource": "*"}]}
POLICY
equal thing "$(iot create-thing --thing-name "$name" --query thingName)" "$name"
arn=$(iot create-keys-and-certificate --set-as-active --certificate-pem-outfile "$work/device.pem" \
    --private-key-outfile "$work/device.key" --public-key-outfile "$work/device.pub" --query certificateArn)
id=${arn##*/}
equal certificate "$(head -n 1 "$work/device.pem")" "-----BEGIN CERTIFICATE-----"
equal key "$(head -n 1 "$work/device.key")" "-----BEGIN RSA PRIVATE KEY-----"
iot create-policy --policy-name "$name" --policy-document "file://$work/policy.json" > /dev/null
iot attach-policy --policy-name "$name" --target "$arn"
iot attach-thing-principal --thing-name "$name" --principal "$arn"
equal endpoint "$(iot describe-endpoint --endpoint-type iot:Data-ATS)" localhost
equal attached "$(iot list-attached-policies --target "$arn" --query 'policies[].policyName')" "$name"
equal principals "$(iot list-thing-principals --thing-name "$name" --query 'principals[]')" "$arn"
equal status "$(iot describe-certificate --certificate-id "$id" --query certificateDescription.status)" ACTIVE
iot detach-thing-principal --thing-name "$name" --principal "$arn"
iot detach-policy --policy-name "$name" --target "$arn"
iot update-certificate --certificate-id "$id" --new-status INACTIVE
iot delete-certificate --certificate-id "$id"
iot delete-policy --policy-name "$name"
iot delete-thing --thing-name "$name"
echo provisioned
