#!/usr/bin/env python3
"""A round trip of boto3 through Kinesis Data Analytics: analytics_round_trip.py http://127.0.0.1:4566

Needs boto3. Works on streams and applications of its own, which it deletes. Prints "called v1 OPERATION" or "called v2
OPERATION" for each operation that answered as it should, and ends with an error at the first one that did not.
"""

import json
import os
import sys
import time
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

ROLE = "arn:aws:iam::000000000000:role/r"
FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:f"
LOG = "arn:aws:logs:us-east-1:000000000000:log-group:g:log-stream:s"
CODE = "CREATE STREAM OUT_STREAM (N INTEGER); CREATE PUMP P AS INSERT INTO OUT_STREAM SELECT STREAM N FROM IN_001;"


def client(endpoint, service):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=os.environ.get("AWS_REGION", "us-east-1"),
        aws_access_key_id=os.environ.get("AWS_ACCESS_KEY_ID", "test"),
        aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "test"),
        config=Config(retries={"total_max_attempts": 1}, read_timeout=30),
    )


def recorded(made, version):
    def called(http_response, model, **_):
        if http_response.status_code < 300:
            print("called", version, model.name, flush=True)

    made.meta.events.register("after-call", called)
    return made


def check(what, actual, expected):
    if actual != expected:
        raise AssertionError(f"{what}: expected {expected!r}, was {actual!r}")


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        check("error code", error.response["Error"]["Code"], code)
        check("status", error.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        return error.response
    raise AssertionError(f"not refused with {code}")


class Round:
    """One version of the API over streams of its own."""

    def __init__(self, endpoint, version):
        self.version = version
        self.kinesis = client(endpoint, "kinesis")
        self.api = recorded(client(endpoint, "kinesisanalytics" + ("v2" if version == "v2" else "")), version)
        self.name = f"round-trip-{uuid.uuid4()}"
        self.streams = [self.name + "-in", self.name + "-out"]
        for stream in self.streams:
            self.kinesis.create_stream(StreamName=stream, ShardCount=1)
            self.kinesis.get_waiter("stream_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1})
        self.arns = [
            self.kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]["StreamARN"]
            for stream in self.streams
        ]

    def resource(self, arn):
        return {"ResourceARN": arn} if self.version == "v2" else {"ResourceARN": arn, "RoleARN": ROLE}

    def input(self):
        return {
            "NamePrefix": "IN",
            "KinesisStreamsInput": self.resource(self.arns[0]),
            "InputSchema": {
                "RecordFormat": {
                    "RecordFormatType": "JSON",
                    "MappingParameters": {"JSONMappingParameters": {"RecordRowPath": "$"}},
                },
                "RecordEncoding": "UTF-8",
                "RecordColumns": [{"Name": "N", "SqlType": "INTEGER", "Mapping": "$.n"}],
            },
        }

    def output(self):
        return {
            "Name": "OUT_STREAM",
            "KinesisStreamsOutput": self.resource(self.arns[1]),
            "DestinationSchema": {"RecordFormatType": "JSON"},
        }

    def table(self):
        place = {"BucketARN": "arn:aws:s3:::tables", "FileKey": "names.csv"}
        if self.version == "v1":
            place["ReferenceRoleARN"] = ROLE
        return {
            "TableName": "NAMES",
            "S3ReferenceDataSource": place,
            "ReferenceSchema": {
                "RecordFormat": {
                    "RecordFormatType": "CSV",
                    "MappingParameters": {
                        "CSVMappingParameters": {"RecordRowDelimiter": "\n", "RecordColumnDelimiter": ","}
                    },
                },
                "RecordColumns": [{"Name": "N", "SqlType": "INTEGER"}],
            },
        }

    def create(self):
        if self.version == "v1":
            return self.api.create_application(ApplicationName=self.name)["ApplicationSummary"]
        return self.api.create_application(
            ApplicationName=self.name, RuntimeEnvironment="SQL-1_0", ServiceExecutionRole=ROLE
        )["ApplicationDetail"]

    def detail(self):
        return self.api.describe_application(ApplicationName=self.name)["ApplicationDetail"]

    def parts(self):
        detail = self.detail()
        if self.version == "v1":
            return detail
        return detail["ApplicationConfigurationDescription"]["SqlApplicationConfigurationDescription"]

    def change(self, operation, **arguments):
        version = self.detail()["ApplicationVersionId"]
        call = getattr(self.api, operation)
        return call(ApplicationName=self.name, CurrentApplicationVersionId=version, **arguments)

    def start(self, position):
        where = {"InputStartingPositionConfiguration": {"InputStartingPosition": position}}
        if self.version == "v1":
            self.api.start_application(ApplicationName=self.name, InputConfigurations=[{"Id": self.input_id(), **where}])
        else:
            run = {"SqlRunConfigurations": [{"InputId": self.input_id(), **where}]}
            self.api.start_application(ApplicationName=self.name, RunConfiguration=run)

    def input_id(self):
        return self.parts()["InputDescriptions"][0]["InputId"]

    def put(self, record):
        self.kinesis.put_record(StreamName=self.streams[0], PartitionKey="k", Data=record)

    def sent(self, count):
        shard = self.kinesis.list_shards(StreamName=self.streams[1])["Shards"][0]["ShardId"]
        iterator = self.kinesis.get_shard_iterator(
            StreamName=self.streams[1], ShardId=shard, ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        records = []
        for _ in range(100):
            answer = self.kinesis.get_records(ShardIterator=iterator)
            records += [record["Data"].decode() for record in answer["Records"]]
            if len(records) >= count:
                return records
            iterator = answer["NextShardIterator"]
            time.sleep(0.1)
        raise AssertionError(f"{count} records did not come, only {records}")

    def build(self):
        self.change("add_application_input", Input=self.input())
        self.update(CODE)
        self.change("add_application_output", Output=self.output())
        self.change("add_application_reference_data_source", ReferenceDataSource=self.table())
        processing = {"InputLambdaProcessor": self.resource(FUNCTION)}
        self.change(
            "add_application_input_processing_configuration",
            InputId=self.input_id(),
            InputProcessingConfiguration=processing,
        )
        log = {"LogStreamARN": LOG} if self.version == "v2" else {"LogStreamARN": LOG, "RoleARN": ROLE}
        self.change("add_application_cloud_watch_logging_option", CloudWatchLoggingOption=log)
        described = self.parts()
        check("streams", described["InputDescriptions"][0]["InAppStreamNames"], ["IN_001"])
        check("table", described["ReferenceDataSourceDescriptions"][0]["TableName"], "NAMES")

    def trim(self):
        table = self.parts()["ReferenceDataSourceDescriptions"][0]["ReferenceId"]
        self.change("delete_application_reference_data_source", ReferenceId=table)
        self.change("delete_application_input_processing_configuration", InputId=self.input_id())
        log = self.detail()["CloudWatchLoggingOptionDescriptions"][0]["CloudWatchLoggingOptionId"]
        self.change("delete_application_cloud_watch_logging_option", CloudWatchLoggingOptionId=log)

    def update(self, code):
        if self.version == "v1":
            self.change("update_application", ApplicationUpdate={"ApplicationCodeUpdate": code})
        else:
            content = {"CodeContentUpdate": {"TextContentUpdate": code}}
            self.change(
                "update_application",
                ApplicationConfigurationUpdate={"ApplicationCodeConfigurationUpdate": content},
            )

    def tags(self):
        arn = self.detail()["ApplicationARN"]
        self.api.tag_resource(ResourceARN=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
        self.api.untag_resource(ResourceARN=arn, TagKeys=["a"])
        check("tags", self.api.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "b", "Value": "2"}])

    def discover(self):
        role = {"RoleARN": ROLE} if self.version == "v1" else {"ServiceExecutionRole": ROLE}
        found = self.api.discover_input_schema(
            ResourceARN=self.arns[0],
            InputStartingPositionConfiguration={"InputStartingPosition": "TRIM_HORIZON"},
            **role,
        )
        check("columns", found["InputSchema"]["RecordColumns"][0]["Mapping"], "$.n")
        check("parsed", found["ParsedInputRecords"][0], ["1"])

    def mistakes(self):
        refused("ResourceNotFoundException", self.api.describe_application, ApplicationName="none-" + self.name)
        refused("ResourceInUseException", self.create)
        refused(
            "ConcurrentModificationException",
            self.api.add_application_output,
            ApplicationName=self.name,
            CurrentApplicationVersionId=999,
            Output=self.output(),
        )
        refused("InvalidArgumentException", self.change, operation="add_application_input", Input=self.input())

    def not_for_sql(self):
        if self.version == "v2":
            call = self.api.create_application_snapshot
            refused("UnsupportedOperationException", call, ApplicationName=self.name, SnapshotName="s")
            call = self.api.list_application_versions
            refused("UnsupportedOperationException", call, ApplicationName=self.name)

    def run(self):
        check("status", self.create()["ApplicationStatus"], "READY")
        self.build()
        self.trim()
        self.put(json.dumps({"n": 1}))
        self.discover()
        self.start("TRIM_HORIZON")
        check("first", self.sent(1), ['{"N":1}'])
        self.update(CODE.replace("SELECT STREAM N", "SELECT STREAM N + 1"))
        self.put(json.dumps({"n": 2}))
        check("after the update", self.sent(2), ['{"N":1}', '{"N":3}'])
        check("running", self.detail()["ApplicationStatus"], "RUNNING")
        self.api.stop_application(ApplicationName=self.name)
        self.tags()
        self.mistakes()
        self.not_for_sql()
        output = self.parts()["OutputDescriptions"][0]["OutputId"]
        self.change("delete_application_output", OutputId=output)
        listed = [summary["ApplicationName"] for summary in self.api.list_applications()["ApplicationSummaries"]]
        check("listed", self.name in listed, True)
        self.api.delete_application(ApplicationName=self.name, CreateTimestamp=self.detail()["CreateTimestamp"])
        refused("ResourceNotFoundException", self.detail)
        for stream in self.streams:
            self.kinesis.delete_stream(StreamName=stream)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for api in ("v1", "v2"):
        Round(sys.argv[1], api).run()
    print("round trip done")
