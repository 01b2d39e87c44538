"""Translates template.yaml as a deployment would and asserts what a linter does not know.

Each function is one promise. Run by .ci/run; exits 1 after naming every promise that is broken.
"""

import json
import os
import re
import sys
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER  # noqa: E402
from samcli.commands.deploy.auth_utils import auth_per_resource  # noqa: E402
from samcli.lib.providers.api_provider import ApiProvider  # noqa: E402
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider  # noqa: E402
from samcli.yamlhelper import yaml_dump, yaml_parse  # noqa: E402
from samtranslator.translator.transform import transform  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SOURCE = (ROOT / "template.yaml").read_text()
TEMPLATE = yaml_parse(SOURCE)
FUNCTIONS = {
    "Collect": "dev.cairn.collect.CollectHandler::handleRequest",
    "Classify": "dev.cairn.classify.ClassifyHandler::handleRequest",
    "Aggregate": "dev.cairn.aggregate.AggregateHandler::handleRequest",
    "Count": "dev.cairn.aggregate.CountHandler::handleRequest",
    "Restate": "dev.cairn.jobs.JobsHandler::handleRequest",
    "Report": "dev.cairn.report.ReportHandler::handleRequest",
}
# Where the clients send that people already have.
CLIENTS = ["/api/event", "/mp/collect", "/debug/mp/collect",
           *(f"/v1/{call}" for call in [*"tpsigab", "track", "page", "screen", "identify", "group", "alias", "batch", "import"])]
TABLES = ["Settings", "Salts", "State", "Statistics"]

READ = {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}
PUT = {"dynamodb:PutItem"}
DELETE = {"dynamodb:DeleteItem"}
SECRET = {"secretsmanager:GetSecretValue"}
STREAM_READ = {
    "kinesis:DescribeStream",
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
}
# Beside its own log group and X-Ray, a function may do exactly this.
MAY = {
    "Collect": {
        "Stream": {"kinesis:PutRecords"},
        "Settings": READ,
        "Salts": {"dynamodb:GetItem", "dynamodb:BatchGetItem"} | PUT,
        "Statistics": {"dynamodb:GetItem", "dynamodb:BatchGetItem"} | PUT,  # only of refused#…
        "MasterSecret": SECRET,
        "AdminKey": SECRET,
    },
    "Classify": {
        "Stream": STREAM_READ,
        "Settings": READ,
        "State": READ | PUT,
        "Statistics": READ | PUT,
        "FailedBatches": {"s3:PutObject", "s3:ListBucket"},
    },
    "Aggregate": {
        "Stream": {"kinesis:ListShards", "kinesis:PutRecords"},
        "Settings": READ,
        "State": READ | PUT,
        "Statistics": READ | PUT | DELETE,
        "FailedRuns": {"sqs:SendMessage"},
        "CountAliaslive": {"lambda:InvokeFunction"},
    },
    "Count": {
        "Settings": READ,
        "State": READ,
        "Statistics": READ | PUT,
    },
    "Restate": {
        "Settings": READ | PUT,
        "State": READ | PUT | DELETE,
        "Statistics": READ | PUT | DELETE,
        "Archive": {"s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject"},
        "FailedBatches": {"s3:ListBucket", "s3:GetObject", "s3:DeleteObject"},
        "FailedRuns": {"sqs:SendMessage"},
    },
    "Report": {
        "Settings": READ | PUT | DELETE,
        "Statistics": READ | PUT,
        "State": READ,
        "Archive": {"s3:ListBucket", "s3:GetObject"},
        "MasterSecret": SECRET,
        "AdminKey": SECRET,
    },
}


def translated():
    template = json.loads(json.dumps(TEMPLATE))
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/key"
    return transform(template, {}, SimpleNamespace(load=lambda: {}))


OUT = translated()
RESOURCES = OUT["Resources"]


def of_type(kind):
    return {name: r.get("Properties", {}) for name, r in RESOURCES.items() if r["Type"] == kind}


def as_list(value):
    return value if isinstance(value, list) else [value]


def named(resource):
    """The logical id behind a Ref, a GetAtt or a Sub of one resource."""
    if resource == "*":
        return "*"
    text = json.dumps(resource)
    names = [n for n in re.findall(r"[A-Za-z0-9]+", text) if n in RESOURCES]
    assert len(set(names)) == 1, f"not one resource: {text}"
    return names[0]


def statements(role):
    for policy in RESOURCES[role]["Properties"]["Policies"]:
        yield from as_list(policy["PolicyDocument"]["Statement"])


def functionsAreThese():
    functions = of_type("AWS::Lambda::Function")
    assert {n: f["Handler"] for n, f in functions.items()} == FUNCTIONS
    for name, function in functions.items():
        assert function["Runtime"] == "java25" and function["Architectures"] == ["arm64"], name
        assert function["MemorySize"] >= 512 and function["TracingConfig"] == {"Mode": "Active"}, name
    timeouts = {n: f["Timeout"] for n, f in functions.items()}
    assert timeouts["Collect"] <= 10 and timeouts["Classify"] <= 60 and timeouts["Report"] < 30, timeouts
    uris = {TEMPLATE["Globals"]["Function"]["CodeUri"]}
    assert uris == {"functions/"}, "one folder, so that it is built once"


def everyFunctionHasARoleOfItsOwnThatMayDoExactlyWhatItNeeds():
    roles = set()
    for name, function in of_type("AWS::Lambda::Function").items():
        role = named(function["Role"])
        roles.add(role)
        properties = RESOURCES[role]["Properties"]
        assert "ManagedPolicyArns" not in properties, role
        (assume,) = properties["AssumeRolePolicyDocument"]["Statement"]
        assert assume["Principal"] == {"Service": "lambda.amazonaws.com"}, role
        may = {}
        for statement in statements(role):
            assert statement["Effect"] == "Allow" and not {"NotAction", "NotResource"} & statement.keys(), role
            for resource in as_list(statement["Resource"]):
                may.setdefault(named(resource), set()).update(as_list(statement["Action"]))
        assert may.pop("*") == {"xray:PutTraceSegments", "xray:PutTelemetryRecords"}, role
        assert may.pop(f"{name}Logs") == {"logs:CreateLogStream", "logs:PutLogEvents"}, role
        assert may == MAY[name], f"{role}: {may}"
    assert len(roles) == len(FUNCTIONS)


def collectWritesNoStatisticsButRefusedRequests():
    [statement] = [s for s in statements("CollectRole") if named(as_list(s["Resource"])[0]) == "Statistics"]
    assert statement["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["refused#*"]}}, statement


def noActionHasAStar():
    for role in of_type("AWS::IAM::Role"):
        for statement in statements(role):
            assert not any("*" in action for action in as_list(statement["Action"])), role


def onlyTheSchedulesRolesAreGeneratedAndEachInvokesOneAlias():
    generated = set(of_type("AWS::IAM::Role")) - {f"{n}Role" for n in FUNCTIONS} - {"ArchiveDeliveryRole"}
    may = [{named(s["Resource"]): as_list(s["Action"]) for s in statements(role)} for role in sorted(generated)]
    assert may == [{f"{function}Aliaslive": ["lambda:InvokeFunction"], "FailedRuns": ["sqs:SendMessage"]}
                   for function in ["Aggregate", "Restate"]], may


def everyFunctionLogsAsJsonIntoItsOwnGroup():
    for name, function in of_type("AWS::Lambda::Function").items():
        logging = function["LoggingConfig"]
        assert logging["LogFormat"] == "JSON" and logging["SystemLogLevel"] == "WARN", name
        assert logging["ApplicationLogLevel"] == "INFO", "metric lines count as INFO"
        assert named(logging["LogGroup"]) == f"{name}Logs", name
    groups = of_type("AWS::Logs::LogGroup")
    assert set(groups) == {f"{n}Logs" for n in FUNCTIONS} | {"AccessLogs", "ArchiveDeliveryLogs"}
    for name, group in groups.items():
        assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}, name


def R6_logsAreKeptAtMost30Days():
    assert max(TEMPLATE["Parameters"]["LogRetentionDays"]["AllowedValues"]) == 30


def R5_noSecretIsInTheEnvironment():
    secrets = set(of_type("AWS::SecretsManager::Secret"))
    for name, function in of_type("AWS::Lambda::Function").items():
        for variable, value in function["Environment"]["Variables"].items():
            assert "resolve:" not in json.dumps(value), variable
            if isinstance(value, dict) and value.get("Ref") in secrets:
                assert variable.endswith("_SECRET_ARN"), variable
    for name, secret in of_type("AWS::SecretsManager::Secret").items():
        assert "SecretString" not in secret and secret["GenerateSecretString"]["ExcludePunctuation"], name
        assert secret["GenerateSecretString"]["PasswordLength"] >= 48, name
    assert "resolve:secretsmanager" not in SOURCE
    assert not any("SecretString" in json.dumps(o["Value"]) and "get-secret-value" not in json.dumps(o["Value"])
                   for o in OUT["Outputs"].values())


def theStreamIsMappedToTheAliasWithAnEndToRetries():
    (mapping,) = of_type("AWS::Lambda::EventSourceMapping").values()
    assert named(mapping["FunctionName"]) == "ClassifyAliaslive"
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True and mapping["StartingPosition"] == "TRIM_HORIZON"
    assert 0 < mapping["MaximumRetryAttempts"] < 10000
    shortest = TEMPLATE["Parameters"]["StreamRetentionHours"]["MinValue"] * 3600
    assert 0 < mapping["MaximumRecordAgeInSeconds"] <= shortest / 2
    waiting = TEMPLATE["Parameters"][mapping["MaximumBatchingWindowInSeconds"]["Ref"]]
    assert waiting["Default"] <= 5 and waiting["MaxValue"] <= 30 and mapping["ParallelizationFactor"] == 1
    assert named(mapping["DestinationConfig"]["OnFailure"]["Destination"]) == "FailedBatches"
    assert "FilterCriteria" not in mapping, "a filter drops silently"


def theSchedulesStartTheAliasesAndFailuresAreKept():
    schedules = {named(s["Target"]["Arn"]): s for s in of_type("AWS::Scheduler::Schedule").values()}
    assert {a: s["ScheduleExpression"] for a, s in schedules.items()} == {
        "AggregateAliaslive": "cron(0/30 * * * ? *)", "RestateAliaslive": "rate(5 minutes)"}
    for schedule in schedules.values():
        assert schedule["FlexibleTimeWindow"] == {"Mode": "OFF"} and "Name" not in schedule
        assert named(schedule["Target"]["DeadLetterConfig"]["Arn"]) == "FailedRuns"
        assert schedule["Target"]["RetryPolicy"]["MaximumEventAgeInSeconds"] <= 1800
    invokes = {named(i["FunctionName"]): i for i in of_type("AWS::Lambda::EventInvokeConfig").values()}
    assert invokes.keys() == {"Aggregate", "Restate", "Count"}
    for name, invoke in invokes.items():
        assert invoke["Qualifier"] == "live"
        if name == "Count":
            continue
        assert named(invoke["DestinationConfig"]["OnFailure"]["Destination"]) == "FailedRuns"


def R12_aWorkerIsStartedOnceAndByAggregateOnly():
    (retries,) = (i for i in of_type("AWS::Lambda::EventInvokeConfig").values() if named(i["FunctionName"]) == "Count")
    assert retries["MaximumRetryAttempts"] == 0 and retries["MaximumEventAgeInSeconds"] <= 900, retries
    variables = {n: f["Environment"]["Variables"].get("COUNT_FUNCTION") for n, f in of_type("AWS::Lambda::Function").items()}
    assert {n for n, v in variables.items() if v is not None} == {"Aggregate"}, variables
    assert named(variables["Aggregate"]) == "CountAliaslive"
    workers = TEMPLATE["Parameters"]["CountWorkers"]
    assert workers["Default"] <= 20, "an account's other functions need room"
    assert TEMPLATE["Parameters"]["CountConcurrency"]["Default"] == 0, "a new account has none to reserve"


def everyFunctionHasAnAliasOnItsNewestVersion():
    assert set(of_type("AWS::Lambda::Alias")) == {f"{n}Aliaslive" for n in FUNCTIONS}
    for name in FUNCTIONS:
        assert TEMPLATE["Resources"][name]["Properties"]["AutoPublishAliasAllProperties"] is True, name


def theApiThrottlesAndLeavesCorsAndAccessToTheFunctions():
    (api,) = of_type("AWS::ApiGatewayV2::Api").values()
    assert "CorsConfiguration" not in api and "DisableExecuteApiEndpoint" not in api
    (stage,) = of_type("AWS::ApiGatewayV2::Stage").values()
    settings = [stage["DefaultRouteSettings"], stage["RouteSettings"]["$default"]]
    assert all({"ThrottlingRateLimit", "ThrottlingBurstLimit"} <= s.keys() for s in settings)
    routes = {r["RouteKey"]["Fn::Sub"] if isinstance(r["RouteKey"], dict) else r["RouteKey"]: named(r["Target"])
              for r in of_type("AWS::ApiGatewayV2::Route").values()}
    collected = {"POST ${EventPath}", "OPTIONS ${EventPath}", "GET ${PixelPath}"} | {f"ANY {p}" for p in CLIENTS}
    assert routes == {**dict.fromkeys(collected, "CollectIntegration"), "$default": "ReportIntegration"}, routes
    for integration in of_type("AWS::ApiGatewayV2::Integration").values():
        assert ":live/invocations" in json.dumps(integration["IntegrationUri"])
        assert integration["PayloadFormatVersion"] == "2.0"
    for permission in of_type("AWS::Lambda::Permission").values():
        assert named(permission["FunctionName"]).endswith("Aliaslive") and "${Api}" in json.dumps(permission)


def theAccessLogIsJsonWithoutAddressAgentPathOrQuery():
    (stage,) = of_type("AWS::ApiGatewayV2::Stage").values()
    fields = json.loads(stage["AccessLogSettings"]["Format"])
    allowed = {"requestId", "requestTime", "routeKey", "status", "responseLatency", "responseLength"}
    assert set(fields.values()) == {f"$context.{f}" for f in allowed} | {"$context.integrationErrorMessage"}


def tablesAreOnDemandWithExpiryBackupsAndEncryption():
    tables = of_type("AWS::DynamoDB::Table")
    assert set(tables) == set(TABLES)
    for name, table in tables.items():
        assert table["BillingMode"] == "PAY_PER_REQUEST" and table["SSESpecification"]["SSEEnabled"] is True, name
        assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}, name
        assert [k["AttributeName"] for k in table["KeySchema"]] == ["partition", "sort"], name
        backups = table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
        assert backups is (name != "Salts"), f"{name}: a salt in a backup is not gone"


def whatIsKeptOutlivesTheStackUnlessAParameterSaysOtherwise():
    for name in [*TABLES, "MasterSecret", "AdminKey", "Archive", "FailedBatches"]:
        assert RESOURCES[name]["DeletionPolicy"] == {"Ref": "DataDeletionPolicy"}, name
        assert RESOURCES[name]["UpdateReplacePolicy"] == "Retain", name
    assert TEMPLATE["Parameters"]["DataDeletionPolicy"]["Default"].startswith("Retain")


def R7_oneProvisionedShardEncryptedWithAnAlarmThatSaysWhenToChange():
    parameters = TEMPLATE["Parameters"]
    assert parameters["StreamMode"]["Default"] == "PROVISIONED" and parameters["ShardCount"]["Default"] == 1
    (stream,) = of_type("AWS::Kinesis::Stream").values()
    assert stream["StreamEncryption"]["EncryptionType"] == "KMS"
    assert "StreamMode" in json.dumps(RESOURCES["StreamNearlyFull"]["Properties"]["AlarmDescription"])


def R6_bucketsArePrivateAndForget():
    buckets = of_type("AWS::S3::Bucket")
    days = {"FailedBatches": 30, "Archive": {"Ref": "ArchiveDays"}}
    assert buckets.keys() == days.keys()
    for name, bucket in buckets.items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}, name
        assert len(bucket["PublicAccessBlockConfiguration"]) == 4, name
        (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256", name
        (rule,) = bucket["LifecycleConfiguration"]["Rules"]
        assert rule["Status"] == "Enabled" and rule["ExpirationInDays"] == days[name], name
        assert rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] == 1, name
        assert not {"Prefix", "TagFilters"} & rule.keys(), f"{name}: all of it expires"
        assert "VersioningConfiguration" not in bucket, f"{name}: what is gone has to be gone"
    policies = {named(p["Bucket"]) for p in of_type("AWS::S3::BucketPolicy").values()}
    assert policies == buckets.keys(), "plain HTTP is refused by a policy"


def R6_theArchiveOutlivesTheLongestRetentionByTwoDays():
    source = (ROOT / "functions/src/main/java/dev/cairn/plan/parse/SiteParser.java").read_text()
    default, most = (int(re.search(rf"{n}_RETENTION_DAYS = ([0-9_]+);", source)[1].replace("_", ""))
                     for n in ("DEFAULT", "MAX"))
    days = TEMPLATE["Parameters"]["ArchiveDays"]
    assert days["Default"] == default + 2 and days["MinValue"] == 1 + 2 and days["MaxValue"] == most + 2, days


def R4_everythingOnTheStreamIsArchivedByTheHourAsLines():
    (delivery,) = of_type("AWS::KinesisFirehose::DeliveryStream").values()
    assert delivery["DeliveryStreamType"] == "KinesisStreamAsSource"
    source, target = delivery["KinesisStreamSourceConfiguration"], delivery["ExtendedS3DestinationConfiguration"]
    assert named(source["KinesisStreamARN"]) == "Stream" and named(target["BucketARN"]) == "Archive"
    assert named(source["RoleARN"]) == named(target["RoleARN"]) == "ArchiveDeliveryRole"
    assert target["Prefix"] == "events/!{timestamp:yyyy/MM/dd/HH}/" and target["CustomTimeZone"] == "UTC"
    assert not target["ErrorOutputPrefix"].startswith("events/"), "what failed is no object of the archive"
    assert target["CompressionFormat"] == "GZIP"
    assert target["BufferingHints"] == {"IntervalInSeconds": 300, "SizeInMBs": 64}
    (processor,) = target["ProcessingConfiguration"]["Processors"]
    assert target["ProcessingConfiguration"]["Enabled"] is True
    assert processor == {"Type": "AppendDelimiterToRecord",
                         "Parameters": [{"ParameterName": "Delimiter", "ParameterValue": "\\n"}]}, processor
    logging = target["CloudWatchLoggingOptions"]
    assert logging["Enabled"] is True and named(logging["LogGroupName"]) == "ArchiveDeliveryLogs"


def theArchivesDeliveryMayReadTheStreamAndAddToTheArchiveAndNothingElse():
    properties = RESOURCES["ArchiveDeliveryRole"]["Properties"]
    assert "ManagedPolicyArns" not in properties
    (assume,) = properties["AssumeRolePolicyDocument"]["Statement"]
    assert assume["Principal"] == {"Service": "firehose.amazonaws.com"} and "aws:SourceAccount" in json.dumps(assume)
    may = {}
    for statement in statements("ArchiveDeliveryRole"):
        may.setdefault(named(statement["Resource"]), set()).update(as_list(statement["Action"]))
    assert may == {
        "Stream": {"kinesis:DescribeStream", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"},
        "Archive": {"s3:PutObject", "s3:AbortMultipartUpload", "s3:GetBucketLocation", "s3:ListBucket",
                    "s3:ListBucketMultipartUploads"},
        "ArchiveDeliveryLogs": {"logs:PutLogEvents"},
    }, may


def anArchiveThatFallsBehindIsToldWhileTheStreamStillHasEverything():
    shortest = TEMPLATE["Parameters"]["StreamRetentionHours"]["MinValue"] * 3600
    behind, unread = RESOURCES["ArchiveBehind"]["Properties"], RESOURCES["ArchiveCannotRead"]["Properties"]
    assert behind["MetricName"] == "DeliveryToS3.DataFreshness" and behind["Threshold"] <= shortest / 2
    assert unread["MetricName"] == "KinesisMillisBehindLatest" and unread["Threshold"] / 1000 <= shortest / 2
    buffering = of_type("AWS::KinesisFirehose::DeliveryStream")["ArchiveDelivery"]["ExtendedS3DestinationConfiguration"]
    assert behind["Threshold"] > 2 * buffering["BufferingHints"]["IntervalInSeconds"], "buffering is no delay"
    for name in ["ArchiveBehind", "ArchiveCannotRead", "ArchiveFails"]:
        (dimension,) = RESOURCES[name]["Properties"]["Dimensions"]
        assert dimension["Name"] == "DeliveryStreamName" and named(dimension["Value"]) == "ArchiveDelivery", name
    assert RESOURCES["ArchiveFails"]["Properties"]["MetricName"] == "DeliveryToS3.Success"


def plainHttpIsRefused():
    for policy in [*of_type("AWS::S3::BucketPolicy").values(), *of_type("AWS::SQS::QueuePolicy").values()]:
        (statement,) = policy["PolicyDocument"]["Statement"]
        assert statement["Effect"] == "Deny"
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def everyAlarmTellsSomebodyWhatToDo():
    alarms = of_type("AWS::CloudWatch::Alarm")
    watched = json.dumps(alarms)
    for metric in ["IteratorAge", "OnFailureDestinationDeliveredEventCount", "Errors", "Throttles", "5xx",
                   "WriteProvisionedThroughputExceeded", "ApproximateNumberOfMessagesVisible", "WriteThrottleEvents"]:
        assert metric in watched, metric
    for name, alarm in alarms.items():
        assert alarm["AlarmActions"] == [{"Ref": "Alarms"}], name
        assert len(json.dumps(alarm["AlarmDescription"])) > 40, name
        expected = "breaching" if name == "AggregateSilent" else "notBreaching"
        assert alarm["TreatMissingData"] == expected, name


def R7_everyResourceIsTaggedThatCanBe():
    for name, resource in RESOURCES.items():
        schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", resource["Type"]).schema
        tag = next((p for p in ("Tags", "ResourceTags") if p in schema["properties"]), None)
        if tag is not None:
            value = json.dumps(resource["Properties"].get(tag))
            assert "application" in value and "cairn" in value, f"{name} ({resource['Type']}) has no {tag}"


def R5_everyParameterHasADefaultALabelAndAConstraint():
    grouped = [p for g in TEMPLATE["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
               for p in g["Parameters"]]
    assert sorted(grouped) == sorted(TEMPLATE["Parameters"])
    for name, parameter in TEMPLATE["Parameters"].items():
        assert "Default" in parameter and "Description" in parameter, name
        assert "AllowedValues" in parameter or "ConstraintDescription" in parameter, name
        pattern = parameter.get("AllowedPattern")
        if pattern:
            assert re.fullmatch(pattern, parameter["Default"]), f"{name}: the default does not pass"
        elif parameter["Type"] == "Number":
            assert "AllowedValues" in parameter or {"MinValue", "MaxValue"} <= parameter.keys(), name


def R5_parametersRefuseWhatIsWrong():
    wrong = {
        "SiteId": ["", "Shop", "a b", "a/b", "-a", "a" * 65],
        "SiteOrigin": ["", "shop.example", "https://shop.example/", "https://*.shop.example", "https://a b", "null",
                       "https://shop.example:0", 'https://x"><script>'],
        "TimeZone": ["", "CET+", "Europe/", "europe/brussels", "+01:00"],
        "Currency": ["", "eur", "EURO"],
        "EventPath": ["", "/", "v1", "/v1/", "/{proxy+}", "/a b", "/v1?x"],
        "AlarmEmail": ["me", "a@b", "a b@c.d"],
    }
    right = {
        "SiteId": ["a", "shop-2"],
        "SiteOrigin": ["https://shop.example", "http://localhost:8080", "https://www.a-b.co.uk"],
        "TimeZone": ["UTC", "Etc/GMT+3", "Europe/Brussels", "America/Argentina/Buenos_Aires"],
        "Currency": ["EUR"],
        "EventPath": ["/e", "/v1/events"],
        "AlarmEmail": ["", "ops@shop.example"],
    }
    for name, values in wrong.items():
        for value in values:
            assert not re.fullmatch(TEMPLATE["Parameters"][name]["AllowedPattern"], value), f"{name}: {value!r} passes"
    for name, values in right.items():
        for value in values:
            assert re.fullmatch(TEMPLATE["Parameters"][name]["AllowedPattern"], value), f"{name}: {value!r} is refused"


def R1_outputsAreThere():
    assert {"Snippet", "DashboardUrl", "AdminKeyCommand", "TestCommand"} <= OUT["Outputs"].keys()
    assert "Origin: ${SiteOrigin}" in json.dumps(OUT["Outputs"]["TestCommand"])


def R1_enterAtEveryPromptOfGuidedDeploys():
    stacks, _ = SamLocalStackProvider.get_stacks(str(ROOT / "template.yaml"))
    open_functions = [name for name, authorized in auth_per_resource(stacks) if not authorized]
    assert not open_functions, f"guided would ask about {open_functions} and stop on Enter"
    config = (ROOT / "samconfig.toml").read_text()
    assert re.search(r"^confirm_changeset = false$", config, re.M), '"Deploy this changeset?" takes Enter for no'


def R1_samLocalFindsTheRoutes():
    stacks, _ = SamLocalStackProvider.get_stacks(str(ROOT / "template.yaml"))
    routes = {(method, route.path, route.function_name) for route in ApiProvider(stacks).api.routes
              for method in route.methods}
    assert ("POST", "/v1/events", "Collect") in routes and ("OPTIONS", "/v1/events", "Collect") in routes, routes
    assert any(path == "$default" and function == "Report" for _, path, function in routes), routes
    collected = {path for _, path, function in routes if function == "Collect"}
    assert collected >= {*CLIENTS, "/cairn.gif"}, f"not found: {sorted({*CLIENTS, '/cairn.gif'} - collected)}"


def whatIsSentToCloudFormationHasNoYamlAliases():
    sent = yaml_dump(TEMPLATE)
    assert not re.search(r"(?m)[:-] [&*]id\d+", sent), "CloudFormation does not read aliases"


def main():
    promises = [p for name, p in globals().items() if callable(p) and p.__module__ == __name__
                and name not in {"translated", "of_type", "as_list", "named", "statements", "main"}]
    broken = 0
    for promise in promises:
        try:
            promise()
            print(f"  ok      {promise.__name__}")
        except Exception as e:  # noqa: BLE001 - a broken template breaks in any way; all of them are told
            broken += 1
            print(f"  BROKEN  {promise.__name__}: {type(e).__name__} {e}")
    print(f"{len(promises) - broken} of {len(promises)} promises of the template hold")
    sys.exit(1 if broken else 0)


if __name__ == "__main__":
    main()
