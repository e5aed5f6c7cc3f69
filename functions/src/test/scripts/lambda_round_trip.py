#!/usr/bin/env python3
"""A round trip of boto3 through Lambda: lambda_round_trip.py http://127.0.0.1:4566

Needs boto3. Works on a function of its own, which it deletes. Prints "called OPERATION" for each operation that answered
as it should, and ends with an error at the first one that did not.
"""

import base64
import io
import json
import os
import sys
import uuid
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::000000000000:role/r"


def client(endpoint, service):
    made = boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=os.environ.get("AWS_REGION", "us-east-1"),
        aws_access_key_id=os.environ.get("AWS_ACCESS_KEY_ID", "test"),
        aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "test"),
        config=Config(retries={"total_max_attempts": 1}, read_timeout=20),
    )
    made.meta.events.register("after-call.lambda", called)
    return made


def called(http_response, model, **_):
    if http_response.status_code < 300:
        print("called", model.name, flush=True)


def check(what, actual, expected):
    if actual != expected:
        raise AssertionError(f"{what}: expected {expected!r}, was {actual!r}")


def refused(status, code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        check("error code", error.response["Error"]["Code"], code)
        check("status", error.response["ResponseMetadata"]["HTTPStatusCode"], status)
        return
    raise AssertionError(f"not refused with {code}")


def packed(source):
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("app.py", source)
    return code.getvalue()


def main(endpoint):
    functions = client(endpoint, "lambda")
    name = f"round-trip-{uuid.uuid4()}"
    source = "def handler(event, context):\n    if event == 'fail':\n        raise ValueError('no')\n    return event\n"
    made = functions.create_function(
        FunctionName=name, Runtime="python3.12", Handler="app.handler", Role=ROLE, Code={"ZipFile": packed(source)}
    )
    functions.get_waiter("function_active_v2").wait(FunctionName=name)
    arn = made["FunctionArn"]

    answer = functions.invoke(FunctionName=arn, Payload=b'{"a": 1}', LogType="Tail")
    check("payload", json.load(answer["Payload"]), {"a": 1})
    check("log", base64.b64decode(answer["LogResult"]).startswith(b"START RequestId: "), True)
    failed = functions.invoke(FunctionName=name, Payload=b'"fail"')
    check("function error", failed["FunctionError"], "Unhandled")
    check("error type", json.load(failed["Payload"])["errorType"], "ValueError")
    check("event", functions.invoke(FunctionName=name, InvocationType="Event")["StatusCode"], 202)
    check("dry run", functions.invoke(FunctionName=name, InvocationType="DryRun")["StatusCode"], 204)
    check("asynchronous", functions.invoke_async(FunctionName=name, InvokeArgs=b"{}")["Status"], 202)
    refused(400, "InvalidRequestContentException", functions.invoke, FunctionName=name, Payload=b"{oops")
    refused(404, "ResourceNotFoundException", functions.invoke, FunctionName="missing")

    stream = functions.invoke_with_response_stream(FunctionName=name, Payload=b'"chunk"')["EventStream"]
    events = list(stream)
    check("chunk", events[0]["PayloadChunk"]["Payload"], b'"chunk"')
    check("end", "InvokeComplete" in events[-1], True)

    functions.update_function_code(FunctionName=name, ZipFile=packed("def handler(event, context):\n    return 2\n"))
    functions.get_waiter("function_updated_v2").wait(FunctionName=name)
    check("new code", functions.invoke(FunctionName=name)["Payload"].read(), b"2")
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": {"A": "1"}})
    configuration = functions.get_function_configuration(FunctionName=name)
    check("environment", configuration["Environment"]["Variables"], {"A": "1"})
    refused(
        400,
        "InvalidParameterValueException",
        functions.update_function_configuration,
        FunctionName=name,
        Environment={"Variables": {"AWS_REGION": "x"}},
    )
    listed = functions.get_paginator("list_functions").paginate().search("Functions")
    check("listed", name in [function["FunctionName"] for function in listed], True)

    functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    try:
        functions.invoke(FunctionName=name)
        raise AssertionError("not throttled")
    except functions.exceptions.TooManyRequestsException as throttled:
        check("reason", throttled.response["Reason"], "ReservedFunctionConcurrentInvocationLimitExceeded")
        check("status", throttled.response["ResponseMetadata"]["HTTPStatusCode"], 429)
    functions.delete_function_concurrency(FunctionName=name)
    functions.tag_resource(Resource=arn, Tags={"t": "v"})
    check("tags", functions.get_function(FunctionName=name)["Tags"], {"t": "v"})
    functions.delete_function(FunctionName=name)
    refused(404, "ResourceNotFoundException", functions.get_function, FunctionName=name)
    print("round trip done")


if __name__ == "__main__":
    main(sys.argv[1])
