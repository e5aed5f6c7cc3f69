#!/usr/bin/env python3
"""What people run to provision a device, by boto3: provision.py http://127.0.0.1:4566

Needs boto3. Works on a thing and a policy of its own, which it deletes. Ends with an error at the first operation that does
not answer as it should, else with "provisioned".
"""

import json
import sys
import uuid

import boto3
from botocore.config import Config

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:Publish", "Resource": "*"}]}


def main(endpoint):
    iot = boto3.client(
        "iot",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}, read_timeout=60),
    )
    name = "device-" + uuid.uuid4().hex
    iot.create_thing(thingName=name, attributePayload={"attributes": {"site": "north"}})
    made = iot.create_keys_and_certificate(setAsActive=True)
    arn, certificate = made["certificateArn"], made["certificateId"]
    assert made["keyPair"]["PrivateKey"].startswith("-----BEGIN RSA PRIVATE KEY-----")
    iot.create_policy(policyName=name, policyDocument=json.dumps(POLICY))
    iot.attach_policy(policyName=name, target=arn)
    iot.attach_thing_principal(thingName=name, principal=arn)
    assert [p["policyName"] for p in iot.list_attached_policies(target=arn)["policies"]] == [name]
    assert iot.list_principal_things(principal=arn)["things"] == [name]
    asked = iot.test_authorization(
        principal=arn,
        authInfos=[{"actionType": "PUBLISH", "resources": ["arn:aws:iot:us-east-1:000000000000:topic/a"]}],
    )
    assert asked["authResults"][0]["authDecision"] == "ALLOWED", asked
    try:
        iot.delete_certificate(certificateId=certificate)
        raise AssertionError("an active certificate was deleted")
    except iot.exceptions.CertificateStateException:
        pass
    iot.detach_thing_principal(thingName=name, principal=arn)
    iot.detach_policy(policyName=name, target=arn)
    iot.update_certificate(certificateId=certificate, newStatus="INACTIVE")
    iot.delete_certificate(certificateId=certificate)
    iot.delete_policy(policyName=name)
    iot.delete_thing(thingName=name)
    try:
        iot.describe_thing(thingName=name)
        raise AssertionError("a deleted thing is there")
    except iot.exceptions.ResourceNotFoundException:
        pass
    print("provisioned")


if __name__ == "__main__":
    main(sys.argv[1])
