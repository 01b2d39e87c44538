"""Translates template.yaml as a deployment would and asserts what a linter does not know.

Each function is one promise. Run by .ci/run; exits 1 after naming every promise that is broken.
"""

import json
import logging
import os
import re
import sys
from pathlib import Path
from types import SimpleNamespace

os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")
logging.disable(logging.WARNING)

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
    "Web": "dev.cairn.report.WebHandler::handleRequest",
    "Report": "dev.cairn.report.ReportHandler::handleRequest",
    "Admin": "dev.cairn.report.AdminHandler::handleRequest",
    "Setup": "dev.cairn.setup.SetupHandler::handleRequest",
}
# Under /v1, what is no statistic.
ADMINISTRATION = ["plan", "keys", "keys/{id}", "rebuilds", "sites/{site}",
                  *(f"sites/{{site}}/{what}" for what in ["plan", "plan/preview", "identity-secret", "names", "shares", "backfills",
                                                          "quarantine/replays", "visitors/{proxy+}", "audiences/{audience}/members",
                                                          "audiences/{audience}/match", "ads-conversions.csv",
                                                          "ads-adjustments.csv", "orders",
                                                          "imported-days"])]
# What needs no key: routes of their own, so that strangers cannot use up the limit of those who have one.
PUBLIC = ["ANY /v1/public/{proxy+}", "ANY /public/{site}"]
# Where the clients send that people already have.
CLIENTS = ["/api/event", "/api/send", "/mp/collect", "/debug/mp/collect",
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
        "EdgeKey": SECRET,
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
        "MasterSecret": SECRET,  # signs what is sent to webhooks
        "FailedRuns": {"sqs:SendMessage"},
        "CountAliaslive": {"lambda:InvokeFunction"},
        "Insights": {"sns:Publish"},
    },
    "Count": {
        "Settings": READ,
        "State": READ | PUT,  # only of members#…, ads#… and orders#…
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
    "Web": {},
    "Report": {
        "Settings": READ,
        "Statistics": READ,
        "State": {"dynamodb:Query"},
        "EdgeKey": SECRET,
    },
    "Admin": {
        "Settings": READ | PUT | DELETE,
        "Statistics": READ | PUT,
        "State": READ,
        "Archive": {"s3:ListBucket", "s3:GetObject"},
        "MasterSecret": SECRET,
        "EdgeKey": SECRET,
    },
    "Setup": {
        "Settings": {"dynamodb:Query"} | PUT | DELETE,
        "AdminKey": SECRET,
        "Archive": {"s3:ListBucket", "s3:DeleteObject"},
        "FailedBatches": {"s3:ListBucket", "s3:DeleteObject"},
    },
}


def translated(**parameters):
    template = json.loads(json.dumps(TEMPLATE))
    template["Globals"]["Function"]["CodeUri"] = "s3://bucket/key"
    return transform(template, parameters, SimpleNamespace(load=lambda: {}))


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
    """All that may be in it, whatever the parameters are."""
    for policy in RESOURCES[role]["Properties"]["Policies"]:
        for statement in as_list(policy["PolicyDocument"]["Statement"]):
            for either in statement["Fn::If"][1:] if "Fn::If" in statement else [statement]:
                if "Effect" in either:
                    yield either


def granted(function):
    """What its role allows beside its log group and X-Ray, by resource: whatever role the template gives it."""
    may = {}
    for statement in statements(named(RESOURCES[function]["Properties"]["Role"])):
        for resource in as_list(statement["Resource"]):
            may.setdefault(named(resource), set()).update(as_list(statement["Action"]))
    return {resource: actions for resource, actions in may.items() if resource not in {"*", f"{function}Logs"}}


def resolved(value, parameters, conditions):
    """The value as CloudFormation sees it, as far as parameters and conditions go; names of resources stay."""
    def of(part):
        return resolved(part, parameters, conditions)

    if isinstance(value, list):
        return [of(part) for part in value]
    if not isinstance(value, dict):
        return value
    if "Ref" in value:
        return parameters.get(value["Ref"], value)
    if "Fn::If" in value:
        name, yes, no = value["Fn::If"]
        return of(yes if of(conditions[name]) else no)
    if "Fn::Equals" in value:
        left, right = of(value["Fn::Equals"])
        return str(left) == str(right)
    if "Fn::Not" in value:
        return not of(value["Fn::Not"])[0]
    if "Fn::Sub" in value:
        text, own = value["Fn::Sub"] if isinstance(value["Fn::Sub"], list) else (value["Fn::Sub"], {})
        known = {**parameters, **of(own)}
        return re.sub(r"\$\{(\w+)}", lambda m: str(known.get(m[1], m[0])), text)
    return {key: of(part) for key, part in value.items()}


def defaults():
    return {name: parameter["Default"] for name, parameter in TEMPLATE["Parameters"].items()}


def another(name):
    """A value of the parameter that is not its default."""
    own = {"SiteId": "other", "SiteOrigin": "https://other.example", "TimeZone": "Europe/Brussels", "Currency": "USD",
           "EventPath": "/other", "ScriptPath": "/other.js", "PixelPath": "/other.gif", "DomainName": "stats.shop.example",
           "CertificateArn": "arn:aws:acm:eu-central-1:123456789012:certificate/1", 
           "AlarmEmail": "ops@shop.example", "InsightsEmail": "team@shop.example",
           "PermissionsBoundary": "arn:aws:iam::123456789012:policy/boundary"}
    parameter = TEMPLATE["Parameters"][name]
    if name in own:
        return own[name]
    values = parameter.get("AllowedValues", [parameter.get("MinValue", 0) + 1, parameter.get("MinValue", 0) + 2])
    return next(value for value in values if value != parameter["Default"])


def versions(parameters):
    """By function: what a version of it holds, and what tells CloudFormation to publish one."""
    out = translated(**{name: str(value) for name, value in parameters.items()})["Resources"]
    conditions, found = TEMPLATE["Conditions"], {}
    for name in FUNCTIONS:
        properties = {k: v for k, v in out[name]["Properties"].items()
                      if k not in {"ReservedConcurrentExecutions", "Tags", "Role"}}
        (version,) = (n for n, r in out.items() if r["Type"] == "AWS::Lambda::Version"
                      and r["Properties"]["FunctionName"] == {"Ref": name})
        description = resolved(out[version]["Properties"]["Description"], parameters, conditions)
        found[name] = resolved(properties, parameters, conditions), (version, description)
    return found


def R1_aChangeOfAnyParameterAloneMakesANewVersionOfTheFunctionsThatReadItAndOfNoOther():
    before, read = versions(defaults()), {}
    for name in TEMPLATE["Parameters"]:
        after = versions({**defaults(), name: another(name)})
        for function in FUNCTIONS:
            held, published = (before[function][i] != after[function][i] for i in (0, 1))
            assert not held or published, f"{function} keeps its old {name}"
            assert held or not published, f"{function}: AWS refuses a version that differs from the last in nothing ({name})"
            if held:
                read.setdefault(name, set()).add(function)
    assert {"SiteId", "SiteOrigin", "TimeZone", "Currency", "EventPath", "ScriptPath", "PixelPath", "EdgeSecret",
            "CountWorkers", "ArchiveDays", "Tracing"} == read.keys(), read.keys()
    assert read["ScriptPath"] == {"Web"} and read["EdgeSecret"] == {"Collect", "Report", "Admin"}, read


def R1_aVersionsDescriptionIsShortEnough():
    longest = {"SiteId": 64, "Currency": 3, "CountWorkers": 4, "ArchiveDays": 4}
    for name, parameter in TEMPLATE["Parameters"].items():
        longest.setdefault(name, parameter.get("MaxLength"))
    for function in FUNCTIONS:
        text, _ = TEMPLATE["Resources"][function]["Properties"]["VersionDescription"]["Fn::Sub"]
        named_there = re.findall(r"\$\{(\w+)}", text)
        length = len(re.sub(r"\$\{\w+}", "", text)) + sum(1 if n in {"Traces", "Edge"} else longest[n] for n in named_there)
        assert length <= 256, f"{function}: up to {length} characters of 256"


def R1_gradualDeploymentsAreAParameterAndGoBackWhenAnAlarmRings():
    assert not [n for n, r in RESOURCES.items() if r["Type"].startswith("AWS::CodeDeploy")], "AllAtOnce needs none"
    out = translated(DeploymentPreference="Canary10Percent5Minutes")["Resources"]
    groups = {n: r["Properties"] for n, r in out.items() if r["Type"] == "AWS::CodeDeploy::DeploymentGroup"}
    assert groups.keys() == {f"{n}DeploymentGroup" for n in FUNCTIONS if n != "Setup"}, groups.keys()
    for name, group in groups.items():
        assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"], name
        alarms = [a["Name"]["Ref"] for a in group["AlarmConfiguration"]["Alarms"]]
        assert alarms and all(RESOURCES[a]["Type"] == "AWS::CloudWatch::Alarm" for a in alarms), name
        assert any(name.removesuffix("DeploymentGroup") in json.dumps(RESOURCES[a]) for a in alarms), f"{name}: {alarms}"
        assert group["ServiceRoleArn"] == {"Fn::GetAtt": ["DeploymentRole", "Arn"]}, name
    assert not [n for n, r in out.items() if r["Type"] == "AWS::IAM::Role" and "ManagedPolicyArns" in r["Properties"]]


def functionsAreThese():
    functions = of_type("AWS::Lambda::Function")
    assert {n: f["Handler"] for n, f in functions.items()} == FUNCTIONS
    for name, function in functions.items():
        assert function["Runtime"] == "java25" and function["Architectures"] == ["arm64"], name
        assert function["MemorySize"] >= 512 and function["TracingConfig"] == {"Mode": {"Ref": "Tracing"}}, name
    timeouts = {n: f["Timeout"] for n, f in functions.items()}
    assert timeouts["Collect"] <= 10 and timeouts["Classify"] <= 60, timeouts
    assert max(timeouts["Web"], timeouts["Report"], timeouts["Admin"]) < 30, timeouts
    assert TEMPLATE["Parameters"]["Tracing"]["Default"] == "PassThrough", "traces cost money"
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


def countWritesOfVisitorsOnlyTheListsBesideABucket():
    [statement] = [s for s in statements("CountRole")
                   if named(as_list(s["Resource"])[0]) == "State" and PUT & {*as_list(s["Action"])}]
    assert {*as_list(statement["Action"])} == PUT, statement
    assert statement["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["members#*", "ads#*", "orders#*"]}}, \
        statement


def R10_nobodyWhoFacesStrangersReadsTheArchiveOrTheAdminKey():
    reached = {named(r["Target"]).removesuffix("Integration") for r in of_type("AWS::ApiGatewayV2::Route").values()}
    assert reached == {"Collect", "Web", "Report", "Admin"}, reached
    for name in reached:
        may = granted(name)
        assert "AdminKey" not in may and "FailedBatches" not in may, f"{name}: {may}"
        assert "Archive" not in may or name == "Admin", f"{name}: {may}"
    assert granted("Web") == {}, granted("Web")
    assert not any(PUT & may or DELETE & may for may in granted("Report").values()), granted("Report")
    variables = {n: f["Environment"]["Variables"] for n, f in of_type("AWS::Lambda::Function").items()}
    for name in FUNCTIONS:
        told = {n for v in variables[name].values() if isinstance(v, dict) for n in re.findall(r"\w+", json.dumps(v))}
        kept = {*TABLES, "Archive", "FailedBatches", "MasterSecret", "AdminKey", "EdgeKey"}
        assert told & kept == MAY[name].keys() & kept - ({"FailedBatches"} if name == "Classify" else set()), \
            f"{name} is told of {told & kept}"


def R10_readingStateIsForTheQuarantineOnlyAndStoringAKeyForKeysOnly():
    (quarantine,) = (s for s in statements("ReportRole") if s["Sid"] == "ListQuarantine")
    assert quarantine["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["quarantine#*"]}}
    (key,) = (s for s in statements("SetupRole") if s["Sid"] == "StoreAdminKey")
    assert key["Condition"] == {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["keys"]}}


def R10_everyRoleIsBoundedWhenThereIsABoundary():
    bounded = {"Fn::If": ["Bounded", {"Ref": "PermissionsBoundary"}, {"Ref": "AWS::NoValue"}]}
    for name, role in of_type("AWS::IAM::Role").items():
        assert role.get("PermissionsBoundary") == bounded, name
    for boundary in ["", another("PermissionsBoundary")]:
        parameters = {**defaults(), "PermissionsBoundary": boundary}
        holds = resolved(TEMPLATE["Conditions"]["Bounded"], parameters, TEMPLATE["Conditions"])
        assert holds is bool(boundary), f"the condition does not follow the parameter {boundary!r}"


def R10_twoStacksShareNoMetricAndNoAlarm():
    for name, function in of_type("AWS::Lambda::Function").items():
        assert function["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"] == {"Ref": "AWS::StackName"}, name
    for name, alarm in of_type("AWS::CloudWatch::Alarm").items():
        assert "AlarmName" not in alarm, f"{name}: CloudFormation gives it a name of the stack's"
        metrics = [m["MetricStat"]["Metric"] for m in alarm.get("Metrics", []) if "MetricStat" in m] or [alarm]
        for metric in metrics:
            assert all(isinstance(d["Value"], dict) for d in metric["Dimensions"]), f"{name}: {metric['Dimensions']}"
            assert metric["Dimensions"], name


def R10_anOwnDomainIsFollowedByTheOutputs():
    assert {n for n, r in RESOURCES.items() if r.get("Condition") == "OwnDomain"} == {"Domain", "DomainMapping"}
    parameters = {**defaults(), "DomainName": "stats.shop.example", "CertificateArn": another("CertificateArn")}
    for name in ["Snippet", "DashboardUrl", "TestCommand", "EventsUrl"]:
        value = OUT["Outputs"][name]["Value"]
        assert "https://stats.shop.example/" in resolved(value, parameters, TEMPLATE["Conditions"]), name
        assert "ApiEndpoint" in json.dumps(resolved(value, defaults(), TEMPLATE["Conditions"])), name
    (rule,) = TEMPLATE["Rules"]["DomainNeedsCertificate"]["Assertions"]
    assert "CertificateArn" in json.dumps(rule["Assert"])
    assert RESOURCES["Domain"]["Properties"]["DomainNameConfigurations"][0]["SecurityPolicy"] == "TLS_1_2"


def R10_alarmsThatNobodyHearsAreSaidLoudly():
    value = OUT["Outputs"]["AlarmsReach"]["Value"]
    assert resolved(value, defaults(), TEMPLATE["Conditions"]).startswith("NOBODY")
    assert resolved(value, {**defaults(), "AlarmEmail": "a@b.c"}, TEMPLATE["Conditions"]) == "a@b.c"
    mail = RESOURCES["AlarmMail"]
    assert mail["Condition"] == value["Fn::If"][0], "the address that the output names hears of them"
    assert mail["Properties"] == {"TopicArn": {"Ref": "Alarms"}, "Protocol": "email", "Endpoint": {"Ref": "AlarmEmail"}}


def N6_10_messagesAboutSitesHaveATopicOfTheirOwnThatAggregateAlonePublishesTo():
    encrypted = {name: topic.get("KmsMasterKeyId") for name, topic in of_type("AWS::SNS::Topic").items()}
    assert encrypted == {"Alarms": None, "Insights": "alias/aws/sns"}, "CloudWatch may not use that key for its alarms"
    assert {n for n, may in MAY.items() if "Insights" in may} == {"Aggregate"}
    variables = {n: f["Environment"]["Variables"].get("TOPIC_INSIGHTS") for n, f in of_type("AWS::Lambda::Function").items()}
    assert {n: v for n, v in variables.items() if v} == {"Aggregate": {"Ref": "Insights"}}, variables
    subscribed = {name: s["TopicArn"] for name, s in of_type("AWS::SNS::Subscription").items()}
    assert subscribed == {"AlarmMail": {"Ref": "Alarms"}, "InsightsMail": {"Ref": "Insights"}}, subscribed
    condition = RESOURCES["InsightsMail"]["Condition"]
    assert not resolved(TEMPLATE["Conditions"][condition], defaults(), TEMPLATE["Conditions"])
    assert resolved(TEMPLATE["Conditions"][condition], {"InsightsEmail": "a@b.c"}, TEMPLATE["Conditions"])
    assert OUT["Outputs"]["InsightsTopic"]["Value"] == {"Ref": "Insights"}


def R11_dataThatIsToBeDeletedIsDeletedAndOtherwiseProtected():
    for name in [*TABLES, "Archive", "FailedBatches", "MasterSecret", "AdminKey"]:
        assert RESOURCES[name]["DeletionPolicy"] == {"Ref": "DataDeletionPolicy"}, name
    for name in TABLES:
        protected = RESOURCES[name]["Properties"]["DeletionProtectionEnabled"]
        for policy, stays in {"Delete": False, "RetainExceptOnCreate": True}.items():
            assert resolved(protected, {**defaults(), "DataDeletionPolicy": policy}, TEMPLATE["Conditions"]) is stays, name
    for writer in ["ArchiveDelivery", "ClassifyStream"]:
        assert "StackSetup" in as_list(RESOURCES[writer]["DependsOn"]), f"{writer} would fill a bucket that was emptied"
    setup = RESOURCES["StackSetup"]["Properties"]
    assert named(setup["ServiceToken"]) == "SetupAliaslive" and setup["DataDeletionPolicy"] == {"Ref": "DataDeletionPolicy"}
    for statement in RESOURCES["SetupRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]:
        if "s3:" in json.dumps(statement):
            assert statement["Fn::If"][:2] == ["DataStays", {"Ref": "AWS::NoValue"}], "otherwise it may empty nothing"


def R11_theClassifiersLagRingsAtHalfOfWhatARecordMayWait():
    (mapping,) = of_type("AWS::Lambda::EventSourceMapping").values()
    alarm = RESOURCES["ClassifierFarBehind"]["Properties"]
    assert alarm["MetricName"] == "IteratorAge"
    assert alarm["Threshold"] <= mapping["MaximumRecordAgeInSeconds"] * 1000 / 2, alarm["Threshold"]


def noActionHasAStar():
    for role in of_type("AWS::IAM::Role"):
        for statement in statements(role):
            assert not any("*" in action for action in as_list(statement["Action"])), role


def onlyTheSchedulesRolesAreGeneratedAndEachInvokesOneAlias():
    generated = set(of_type("AWS::IAM::Role")) - {f"{n}Role" for n in FUNCTIONS} - {"ArchiveDeliveryRole", "LakeDeliveryRole", "DeploymentRole"}
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
        assert RESOURCES[name]["Properties"]["SnapStart"] == {"ApplyOn": "None" if name == "Setup" else "PublishedVersions"}


def theApiThrottlesAndLeavesCorsAndAccessToTheFunctions():
    (api,) = of_type("AWS::ApiGatewayV2::Api").values()
    assert "CorsConfiguration" not in api and "DisableExecuteApiEndpoint" not in api
    (stage,) = of_type("AWS::ApiGatewayV2::Stage").values()
    limits = {"EventRateLimit": [stage["DefaultRouteSettings"]], "WebRateLimit": [stage["RouteSettings"]["$default"]],
              "ReadRateLimit": [s for route, s in stage["RouteSettings"].items() if route != "$default"]}
    for parameter, settings in limits.items():
        burst = parameter.replace("Rate", "Burst")
        assert all(s == {"ThrottlingRateLimit": {"Ref": parameter}, "ThrottlingBurstLimit": {"Ref": burst}} for s in settings)
    assert stage["RouteSettings"].keys() - {"$default"} == {"ANY /v1/{proxy+}", *PUBLIC,
                                                            *(f"ANY /v1/{p}" for p in ADMINISTRATION)}
    late = {RESOURCES[name]["Properties"]["RouteKey"] for name in as_list(RESOURCES["ApiStage"]["DependsOn"])}
    assert late == stage["RouteSettings"].keys(), "settings of a route that does not exist yet are refused"
    routes = {r["RouteKey"]["Fn::Sub"] if isinstance(r["RouteKey"], dict) else r["RouteKey"]: named(r["Target"])
              for r in of_type("AWS::ApiGatewayV2::Route").values()}
    collected = {"POST ${EventPath}", "OPTIONS ${EventPath}", "GET ${PixelPath}"} | {f"ANY {p}" for p in CLIENTS}
    assert routes == {**dict.fromkeys(collected, "CollectIntegration"), "ANY /v1/{proxy+}": "ReportIntegration",
                      **dict.fromkeys(PUBLIC, "ReportIntegration"),
                      **{f"ANY /v1/{p}": "AdminIntegration" for p in ADMINISTRATION},
                      "GET ${ScriptPath}": "WebIntegration", "$default": "WebIntegration"}, routes
    for integration in of_type("AWS::ApiGatewayV2::Integration").values():
        assert ":live/invocations" in json.dumps(integration["IntegrationUri"])
        assert integration["PayloadFormatVersion"] == "2.0"
    for permission in of_type("AWS::Lambda::Permission").values():
        assert named(permission["FunctionName"]).endswith("Aliaslive") and "${Api}" in json.dumps(permission)


def R10_whatAdminServesIsWhatTheApiSendsToIt():
    source = (ROOT / "functions/src/main/java/dev/cairn/report/AdminRoutes.java").read_text()
    served = {path.replace("{id...}", "{proxy+}") for path in re.findall(r'"/v1/([^"]+)"', source)}
    assert served == set(ADMINISTRATION), served ^ set(ADMINISTRATION)


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
    delivery = of_type("AWS::KinesisFirehose::DeliveryStream")["ArchiveDelivery"]
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


def theLakeIsThereOnlyIfAskedForAndHasNoVisitors():
    lake = [name for name in RESOURCES if name.startswith("Lake")]
    assert len(lake) == 5 and all(RESOURCES[name]["Condition"] == "LakeKept" for name in lake), lake
    assert TEMPLATE["Parameters"]["Lake"]["Default"] == "none"
    table = RESOURCES["LakeTable"]["Properties"]["TableInput"]
    columns = json.dumps(table["StorageDescriptor"]["Columns"])
    assert not re.search(r"visitor|user\b|device_made_at|payload", columns), "an erasure does not reach these objects"
    target = RESOURCES["LakeDelivery"]["Properties"]["ExtendedS3DestinationConfiguration"]
    assert named(target["BucketARN"]) == "Archive", "its lifecycle and its deletion are the archive's"
    assert target["Prefix"].startswith("lake/events/day=") and target["ErrorOutputPrefix"].startswith("failed/lake/")
    assert table["Parameters"]["storage.location.template"]["Fn::Sub"] == "s3://${Archive}/lake/events/day=${!day}"
    conversion = target["DataFormatConversionConfiguration"]
    assert conversion["Enabled"] is True and target["CompressionFormat"] == "UNCOMPRESSED" and target["BufferingHints"]["SizeInMBs"] >= 64
    written = {action: as_list(s["Resource"]) for s in statements("LakeDeliveryRole") for action in as_list(s["Action"])}
    assert written["s3:PutObject"] == [{"Fn::Sub": "${Archive.Arn}/lake/*"}, {"Fn::Sub": "${Archive.Arn}/failed/lake/*"}], \
        "a delivery to the lake cannot write what a rebuild reads"
    assert "s3:GetObject" not in written and "s3:DeleteObject" not in written


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
        "InsightsEmail": ["me", "a@b", "a b@c.d"],
        "DomainName": ["stats", "https://stats.shop.example", "stats.shop.example/", "*.shop.example", "Stats.shop.example"],
        "CertificateArn": ["1", "arn:aws:iam::123456789012:role/x"],
        "PermissionsBoundary": ["boundary", "arn:aws:iam::123456789012:role/x"],
    }
    right = {
        "SiteId": ["a", "shop-2"],
        "SiteOrigin": ["https://shop.example", "http://localhost:8080", "https://www.a-b.co.uk"],
        "TimeZone": ["UTC", "Etc/GMT+3", "Europe/Brussels", "America/Argentina/Buenos_Aires"],
        "Currency": ["EUR"],
        "EventPath": ["/e", "/v1/events"],
        "AlarmEmail": ["", "ops@shop.example"],
        "InsightsEmail": ["", "team@shop.example"],
        "DomainName": ["", "stats.shop.example", "a-b.c.co.uk"],
        "CertificateArn": ["", "arn:aws:acm:us-east-1:123456789012:certificate/0a1b-2c"],
        "PermissionsBoundary": ["", "arn:aws:iam::aws:policy/PowerUserAccess", "arn:aws:iam::123456789012:policy/a/b"],
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
    hidden = [name for name, parameter in TEMPLATE["Parameters"].items() if "NoEcho" in parameter]
    assert not hidden, f"guided takes no Enter for {hidden}"


def R1_samLocalFindsTheRoutes():
    stacks, _ = SamLocalStackProvider.get_stacks(str(ROOT / "template.yaml"))
    routes = {(method, route.path, route.function_name) for route in ApiProvider(stacks).api.routes
              for method in route.methods}
    assert ("POST", "/v1/events", "Collect") in routes and ("OPTIONS", "/v1/events", "Collect") in routes, routes
    assert any(path == "$default" and function == "Web" for _, path, function in routes), routes
    assert ("GET", "/v1/{proxy+}", "Report") in routes and ("PUT", "/v1/plan", "Admin") in routes, routes
    assert ("GET", "/cairn.js", "Web") in routes, routes
    collected = {path for _, path, function in routes if function == "Collect"}
    assert collected >= {*CLIENTS, "/cairn.gif"}, f"not found: {sorted({*CLIENTS, '/cairn.gif'} - collected)}"


def whatIsSentToCloudFormationHasNoYamlAliases():
    sent = yaml_dump(TEMPLATE)
    assert not re.search(r"(?m)[:-] [&*]id\d+", sent), "CloudFormation does not read aliases"


def main():
    helpers = {"translated", "of_type", "as_list", "named", "statements", "granted", "resolved", "defaults", "another", "versions", "main"}
    promises = [p for name, p in globals().items() if callable(p) and p.__module__ == __name__ and name not in helpers]
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
