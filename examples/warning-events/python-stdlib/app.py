"""The handler of python/app.py without boto3: it speaks DynamoDB's JSON protocol itself, unsigned, so only to Penstock."""
import base64
import json
import os
import urllib.error
import urllib.request
from decimal import Decimal

THRESHOLD = Decimal(os.environ.get("THRESHOLD", "50"))
TABLE = os.environ.get("WARNING_TABLE", "warning_events")
ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
REGION = os.environ.get("AWS_REGION", "us-east-1")


def lambda_handler(event, context):
    for record in event["Records"]:
        kinesis = record["kinesis"]
        try:
            reading = json.loads(base64.b64decode(kinesis["data"]), parse_float=Decimal, parse_constant=not_a_number)
            reading["deviceId"] = str(reading["deviceId"])
            if reading["temperature"] > THRESHOLD:
                put_item({name: attribute(value) for name, value in reading.items()})
        except (ValueError, KeyError, TypeError) as problem:
            print(f"malformed record {kinesis['sequenceNumber']}: {problem!r}")
    return "ok"


def not_a_number(text):
    raise ValueError(f"{text} is no JSON number")


def attribute(value):
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, (int, Decimal)):
        return {"N": str(value)}
    if isinstance(value, str):
        return {"S": value}
    if value is None:
        return {"NULL": True}
    if isinstance(value, list):
        return {"L": [attribute(element) for element in value]}
    return {"M": {name: attribute(member) for name, member in value.items()}}


def put_item(item):
    request = urllib.request.Request(
        ENDPOINT,
        data=json.dumps({"TableName": TABLE, "Item": item}).encode(),
        headers={
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "DynamoDB_20120810.PutItem",
            # DynamoDB Local wants to see who asks and for which region; it does not check the signature.
            "Authorization": f"AWS4-HMAC-SHA256 Credential={os.environ.get('AWS_ACCESS_KEY_ID', 'test')}/20260101/"
            f"{REGION}/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=0",
            "X-Amz-Date": "20260101T000000Z",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            response.read()
    except urllib.error.HTTPError as refused:
        answer = refused.read().decode()
        if "ValidationException" in answer:
            # It would be refused again, and sending the batch again would block the shard for ever.
            raise ValueError(answer) from refused
        raise
