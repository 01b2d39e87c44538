#!/usr/bin/env python3
"""What becomes of a stack, on an emulator of AWS (MiniStack): deployed by `sam deploy --guided` with Enter at every prompt;
updated once for each parameter, which alone has another value each time; deleted with either DataDeletionPolicy. After
each update every function that reads the parameter has a new version with the new value, no other one has, and requests
are answered accordingly. All calls that the functions make meanwhile are held against the policies of their roles
(policies.py), and what the roles grant against the calls.

    .ci/deployments.py [--template .aws-sam/build/template.yaml]

The functions run as in other_paths.py. Of an own domain this shows that it exists, is mapped to the API and is in the
outputs, not its name in DNS or its certificate. Not shown here: alarms with formulas, budgets and CodeDeploy, which
MiniStack's CloudFormation does not know, the boundary of roles, which it ignores, and the values of limits, reserved
concurrency, lifecycles and shards, which it does not keep; they are promises of check_template.py.
"""

import argparse
import contextlib
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import release
from doctor import Doctor, examined
from operations import Operations, operated
from other_paths import Api, Aws, Checks, Functions, for_ministack, ministack, outputs_of, prepared, proxy_of, serving, until
from policies import Role, gate
from rie import ROOT
from samcli.yamlhelper import yaml_parse

FUNCTIONS = ["Collect", "Classify", "Aggregate", "Count", "Restate", "Web", "Report", "Admin", "Setup"]
OF_THE_SITE = {"Collect", "Classify", "Aggregate", "Count", "Restate", "Report", "Admin"}
ORIGIN, DEVICE = "https://shop.example", "deployed-visitor-0001"
OBJECTS = 1005  # more than S3 lists or deletes at once

# Another value for each parameter, and the functions that read it. Each update changes one of them and keeps the rest.
CHANGES = [
    ("SiteId", "store", OF_THE_SITE),
    ("SiteOrigin", "https://store.example", OF_THE_SITE),
    ("TimeZone", "Europe/Brussels", OF_THE_SITE),
    ("Currency", "USD", OF_THE_SITE),
    ("EventPath", "/other/events", {"Collect", "Web", "Report", "Admin"}),
    ("ScriptPath", "/other/script.js", {"Web"}),
    ("PixelPath", "/other/dot.gif", {"Collect", "Web", "Report", "Admin"}),
    ("EdgeSecret", "generated", {"Collect", "Report", "Admin"}),
    ("CountWorkers", "3", {"Aggregate"}),
    ("Tracing", "Active", set(FUNCTIONS)),
    ("StreamRetentionHours", "48", set()),
    ("BatchingSeconds", "1", set()),
    ("EventRateLimit", "400", set()),
    ("EventBurstLimit", "800", set()),
    ("ReadRateLimit", "40", set()),
    ("ReadBurstLimit", "80", set()),
    ("WebRateLimit", "150", set()),
    ("WebBurstLimit", "300", set()),
    ("CollectConcurrency", "7", set()),
    ("ReportConcurrency", "6", set()),
    ("CountConcurrency", "5", set()),
    ("AlarmEmail", "ops@shop.example", set()),
    ("InsightsEmail", "team@shop.example", set()),
    ("LogRetentionDays", "7", set()),
    ("ArchiveDays", "100", {"Admin", "Restate"}),
    ("Lake", "parquet", set()),
    ("CertificateArn", "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000", set()),
    ("DomainName", "stats.store.example", set()),
    ("PermissionsBoundary", "arn:aws:iam::000000000000:policy/boundary", set()),
    ("ShardCount", "2", set()),
    ("StreamMode", "ON_DEMAND", set()),
    ("DataDeletionPolicy", "Delete", set()),
]
# Not with MiniStack, whose CloudFormation refuses what they add: CodeDeploy's applications, and a budget.
NOT_HERE = {"DeploymentPreference", "MonthlyBudget"}

# Granted, and not called here: all of a function, then a function's actions, then an action of any function.
UNUSED = {
    "Count": "it has work on large days only: .ci/workers.py",
    "Restate": "a job begins minutes after it was asked for: the tests of dev.cairn.jobs, and of tests/ on DynamoDB Local",
    "Collect dynamodb:Query": "a plan of several versions is read with it",
    "Classify dynamodb:Query": "a visitor day that has grown to several pages is read with it, and the backfills of a site",
    "Aggregate dynamodb:PutItem": "days are compacted in the night after they have closed",
    "Aggregate dynamodb:Query": "a visitor day's late pages are read with it, and the backfills of a site",
    "Report dynamodb:Query": "a plan of several versions is read with it",
    "dynamodb:GetItem": "single items are read with it, many with BatchGetItem; which of both depends on the data",
    "dynamodb:BatchGetItem": "single items are read with GetItem, many with it; which of both depends on the data",
    "dynamodb:DeleteItem": "for what is over: marks, statistics past their retention, revoked keys, an admin key that was changed",
    "kinesis:DescribeStream": "called by Lambda's event source mapping with the role",
    "kinesis:DescribeStreamSummary": "called by Lambda's event source mapping with the role",
    "kinesis:GetRecords": "called by Lambda's event source mapping with the role",
    "kinesis:GetShardIterator": "called by Lambda's event source mapping with the role",
    "kinesis:ListShards": "called by Lambda's event source mapping with the role, and before heartbeats",
    "s3:PutObject": "Lambda writes failed batches with the role; an erasure rewrites the archive six hours later",
    "s3:ListBucket": "Lambda asks for the bucket before it writes failed batches",
    "s3:DeleteObject": "an erasure deletes what is left empty, six hours later; a replay what it has replayed",
    "s3:GetObject": "a replay reads failed batches, an export the hours that have events of the visitor",
    "sqs:SendMessage": "called by Lambda with the role when a run has failed twice",
    "lambda:InvokeFunction": "only with more than a minute's work: .ci/workers.py",
    "secretsmanager:GetSecretValue": "read when it is needed, such as by an export",
    "sns:Publish": "only when an alarm begins or ends, or a digest is due",
}


class Stack(Functions):
    """Functions that call AWS through the policies of their roles."""

    def __init__(self, template, aws, name):
        super().__init__(template, aws, name)
        self.roles, self.closing = {}, contextlib.ExitStack()

    def __exit__(self, *_):
        super().__exit__()
        self.closing.close()

    def variables(self, function, configuration):
        variables = super().variables(function, configuration)
        role = self.role(function, configuration["Role"].rpartition("/")[2])
        account = configuration["FunctionArn"].split(":")[4]
        server = gate(role, self.aws.url, account)
        self.closing.callback(server.shutdown)
        return {k: f"http://127.0.0.1:{server.server_address[1]}" if k.startswith("ENDPOINT_") else v
                for k, v in variables.items()}

    def role(self, function, name):
        iam = self.aws.client("iam")

        def policies():
            return [iam.get_role_policy(RoleName=name, PolicyName=p)["PolicyDocument"]
                    for p in iam.list_role_policies(RoleName=name)["PolicyNames"]]

        before, role = self.roles.get(function), Role(policies)
        if before is not None:
            role.used, role.denied, role.calls = before.used, before.denied, before.calls
        self.roles[function] = role
        return role

    def versions(self):
        return {function: self.configuration(function) for function in FUNCTIONS}


def guided(folder, aws):
    """Enter at every prompt, as in a new account."""
    shutil.copy(ROOT / "samconfig.toml", folder / "samconfig.toml")
    run = subprocess.run(["sam", "deploy", "--guided", "--region", "us-east-1"], cwd=folder, input="\n" * 80, text=True,
                         capture_output=True, env={**os.environ, "AWS_ENDPOINT_URL": aws.url})
    if run.returncode != 0:
        sys.exit(f"sam deploy --guided ended with {run.returncode}:\n{run.stdout[-4000:]}\n{run.stderr[-2000:]}")


def finished(aws, stack, wanted):
    def state():
        described = aws.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]
        status = described["StackStatus"]
        if status.endswith("_FAILED") or "ROLLBACK" in status and not status.endswith("IN_PROGRESS"):
            events = aws.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
            failed = [(e["LogicalResourceId"], e.get("ResourceStatusReason")) for e in events if "FAILED" in e["ResourceStatus"]]
            print(f"{stack}: {status}, {failed[:5]}", file=sys.stderr)
            os._exit(1)
        return status == wanted

    until(f"{stack}: {wanted}", state, 200)


def update(aws, stack, values):
    """As `sam deploy --parameter-overrides` with the template that is deployed."""
    aws.client("cloudformation").update_stack(
        StackName=stack, UsePreviousTemplate=True,
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in values.items()])
    finished(aws, stack, "UPDATE_COMPLETE")


def secret(aws, stack, resource):
    arn = physical(aws, stack, resource)
    return aws.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"]


def physical(aws, stack, resource):
    detail = aws.client("cloudformation").describe_stack_resource(StackName=stack, LogicalResourceId=resource)
    return detail["StackResourceDetail"]["PhysicalResourceId"]


class Requests:
    """What people and pages ask of the stack, with the values that the parameters have now."""

    def __init__(self, aws, values, key):
        self.aws, self.values, self.key, self.sent = aws, values, key, 0
        endpoint = next(e for e in aws.client("apigatewayv2").get_apis()["Items"] if e["Name"] == "cairn")["ApiEndpoint"]
        self.api = Api(endpoint, aws.url.rsplit(":", 1)[1])

    def event(self, visitor=DEVICE, **headers):
        """The status of a page's event; without a visitor also without consent."""
        self.sent += 1
        origin, site = self.values["SiteOrigin"], self.values["SiteId"]
        body = json.dumps({"site": site, "visitor": visitor, "consent": {"analytics": visitor is not None}, "context": {"url": f"{origin}/"},
                           "events": [{"id": f"deployed-{self.sent}", "name": "page_view"}]})
        return self.api.ask("POST", self.values["EventPath"], body, Origin=origin, Content_Type="text/plain", **headers)[0]

    def get(self, path):
        return self.ask("GET", path)[1]

    def ask(self, method, path, body=None):
        status, _, answer = self.api.ask(method, path, None if body is None else json.dumps(body),
                                         Authorization=f"Bearer {self.key}", Content_Type="application/json")
        return status, json.loads(answer) if answer[:1] in (b"{", b"[") else answer

    def site(self):
        return self.get("/v1/sites")[0]

    def follows(self, parameter):
        """Whether requests see the parameter's value, at the latest after a minute: the first ones are to functions that
        are only starting. True for parameters that no request shows."""
        end = time.monotonic() + 60
        while True:
            with contextlib.suppress(KeyError, IndexError, TypeError):  # of the answer of a function that is starting
                if self.sees(parameter):
                    return True
            if time.monotonic() > end:
                return False
            time.sleep(1)

    def sees(self, parameter):
        asked = {
            "SiteId": lambda: self.event() == 202 and self.site()["id"] == self.values["SiteId"],
            "SiteOrigin": lambda: self.event() == 202,
            "TimeZone": lambda: self.site()["time_zone"] == self.values["TimeZone"],
            "Currency": lambda: self.site()["currency"] == self.values["Currency"],
            "EventPath": lambda: self.event() == 202 and self.values["EventPath"].encode() in self.get(self.values["ScriptPath"]),
            "ScriptPath": lambda: self.ask("GET", self.values["ScriptPath"])[0] == 200 and self.ask("GET", "/cairn.js")[0] == 404,
            "PixelPath": lambda: self.ask("GET", self.values["PixelPath"])[1][:6] == b"GIF89a",
            "EdgeSecret": lambda: self.countries() == {"BE"} and self.read_through_the_edge(),
            **self.resources(),
        }
        return asked.get(parameter, lambda: True)()

    def resources(self):
        """What no request shows is asked of the services."""
        def equals(parameter, seen):
            return lambda: str(seen()) == self.values[parameter]

        def stream():
            return self.aws.client("kinesis").describe_stream_summary(
                StreamName=physical(self.aws, "cairn", "Stream"))["StreamDescriptionSummary"]

        seen = {
            "StreamRetentionHours": lambda: stream()["RetentionPeriodHours"],
            "StreamMode": lambda: stream()["StreamModeDetails"]["StreamMode"],
            "BatchingSeconds": lambda: self.aws.client("lambda").list_event_source_mappings()["EventSourceMappings"][0]
            ["MaximumBatchingWindowInSeconds"],
            "LogRetentionDays": lambda: self.aws.client("logs").describe_log_groups(
                logGroupNamePrefix="/cairn/cairn/collect")["logGroups"][0]["retentionInDays"],
            "DataDeletionPolicy": lambda: "RetainExceptOnCreate" if self.aws.client("dynamodb").describe_table(
                TableName=physical(self.aws, "cairn", "State"))["Table"]["DeletionProtectionEnabled"] else "Delete",
        }
        def subscribed(parameter):
            return lambda: self.values[parameter] in {
                s["Endpoint"] for s in self.aws.client("sns").list_subscriptions()["Subscriptions"]}

        def own_domain():
            name, outputs = self.values["DomainName"], outputs_of(self.aws)
            (mapping,) = self.aws.client("apigatewayv2").get_api_mappings(DomainName=name)["Items"]
            followed = [outputs[o] for o in ("Snippet", "DashboardUrl", "TestCommand", "EventsUrl") if f"https://{name}/" in outputs[o]]
            there = self.aws.client("apigatewayv2").get_domain_name(DomainName=name)["DomainNameConfigurations"][0]
            return mapping["ApiId"] in self.api.host and len(followed) == 4 \
                and there["SecurityPolicy"] == "TLS_1_2" and there["ApiGatewayDomainName"] == outputs["DomainTarget"]

        def lake():
            """Parquet of an event, with the columns of the table and no others."""
            s3, archive = self.aws.client("s3"), physical(self.aws, "cairn", "Archive")
            self.event()
            objects = s3.list_objects_v2(Bucket=archive, Prefix="lake/events/day=").get("Contents", [])
            found = [s3.get_object(Bucket=archive, Key=o["Key"])["Body"].read() for o in objects]
            return any(data[:4] == data[-4:] == b"PAR1" and b"page_view" in data and b"received_at" in data for data in found) \
                and not any(b"visitor" in data for data in found)

        return {"DomainName": own_domain, "Lake": lake,
                **{parameter: equals(parameter, value) for parameter, value in seen.items()},
                **{parameter: subscribed(parameter) for parameter in ["AlarmEmail", "InsightsEmail"]}}

    def countries(self):
        """The countries on the stream after an event from the edge and one that only says so."""
        edge = secret(self.aws, "cairn", "EdgeKey")
        self.event(X_Cairn_Edge=edge, CloudFront_Viewer_Country="BE", CloudFront_Viewer_Address="203.0.113.9:443")
        self.event(X_Cairn_Edge=edge[:-1] + "-", CloudFront_Viewer_Country="FR", CloudFront_Viewer_Address="203.0.113.9:443")
        return {e.get("country") for record in on_the_stream(self.aws) for e in json.loads(record)["events"] if e.get("country")}

    def read_through_the_edge(self):
        """Whether Report and Admin may read the secret that a request brings."""
        headers = {"Authorization": f"Bearer {self.key}", "X_Cairn_Edge": secret(self.aws, "cairn", "EdgeKey")}
        return {self.api.ask("GET", path, **headers)[0] for path in ["/v1/sites", "/v1/keys"]} == {200}


def on_the_stream(aws):
    kinesis, name = aws.client("kinesis"), physical(aws, "cairn", "Stream")
    for shard in kinesis.list_shards(StreamName=name)["Shards"]:
        at = kinesis.get_shard_iterator(StreamName=name, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
        for record in kinesis.get_records(ShardIterator=at["ShardIterator"], Limit=1000)["Records"]:
            if b'"events"' in record["Data"]:
                yield record["Data"]


def each_parameter_alone(aws, stack, requests, checks):
    declared = yaml_parse((ROOT / "template.yaml").read_text())["Parameters"].keys()
    tried = {name for name, _, _ in CHANGES}
    checks.that("every parameter is tried", declared == tried | NOT_HERE, declared ^ (tried | NOT_HERE))
    before = stack.versions()
    for name, value, readers in CHANGES:
        begun = time.monotonic()
        requests.values[name] = value
        update(aws, "cairn", requests.values)
        after = stack.versions()
        changed = {f for f in FUNCTIONS if before[f]["Version"] != after[f]["Version"]}
        told = {f for f in FUNCTIONS if value in after[f]["Environment"]["Variables"].values()}
        holds = changed == readers and (told <= readers) and requests.follows(name)
        checks.that(f"{name}={value}: new versions of {len(readers)} functions, "
                    f"{time.monotonic() - begun:.1f} s", holds, (sorted(changed), sorted(readers)))
        if name in {"SiteId", "SiteOrigin", "TimeZone", "Currency", "EventPath", "ScriptPath", "PixelPath", "CountWorkers"}:
            checks.that(f"    they all have {name}", told == readers, sorted(readers - told))
        before = after


def use(aws, stack, requests, checks):
    """Everything that the API has, so that every call of the functions is made under its role."""
    site = f"/v1/sites/{requests.values['SiteId']}"
    until("the dashboard", lambda: requests.api.ask("GET", "/")[0] == 200, 60)
    until("an event without consent", lambda: requests.event(None) == 202, 60)
    for _ in range(3):
        until("an event that is accepted", lambda: requests.event() == 202, 60)
    until("the events", lambda: requests.get(f"{site}/health")["today"]["events"].get("page_view", 0) >= 3, 200)
    for name, event in {"Aggregate": {"detail": {"full": True}}, "Count": {"epoch": 0, "as_of": 0, "days": []}, "Restate": {}}.items():
        answer = stack.invoke(name, json.dumps(event).encode())
        checks.that(f"{name} runs", b"errorMessage" not in answer, answer)
    compressed(aws, physical(aws, "cairn", "Archive"))
    status, plan = requests.ask("GET", "/v1/plan")
    day = time.strftime("%Y-%m-%d", time.gmtime())
    days = {"from": day, "to": day}
    refused = requests.api.ask("POST", requests.values["EventPath"], json.dumps({"site": requests.values["SiteId"], "events": [{}]}),
                               Origin="https://stranger.example", Content_Type="text/plain")[0]
    checks.that("another origin is refused", refused == 403, refused)
    answers = {
        "GET / without a key": requests.api.ask("GET", "/")[0],
        "GET an address that has nothing": requests.api.ask("GET", "/wp-login.php")[0],
        **{f"GET {path}": requests.ask("GET", f"{site}/{path}")[0] for path in [
            "overview", "goals", "events", "channels", "funnels/checkout", "recent", "quarantine", "jobs", "names", "plan",
            f"visitors/{DEVICE}"]},
        "POST plan/preview": requests.ask("POST", f"{site}/plan/preview", {})[0],
        "GET /v1/plan": status,
        "PUT /v1/plan": put_plan(requests, plan),
        "POST backfills": requests.ask("POST", f"{site}/backfills", days)[0],
        "POST shares": requests.ask("POST", f"{site}/shares", {"name": "a share", "expires": "2099-01-01T00:00:00Z"})[0],
        "DELETE a visitor": requests.ask("DELETE", f"{site}/visitors/{DEVICE}")[0],
        "without a key": requests.api.ask("GET", f"{site}/goals")[0],
        "with a wrong key": requests.api.ask("GET", f"{site}/goals", Authorization="Bearer " + "w" * 48)[0],
    }
    status, key = requests.ask("POST", "/v1/keys", {"site": requests.values["SiteId"], "scopes": ["stats:read"], "name": "reader"})
    answers["POST /v1/keys"] = status
    answers["DELETE the key"] = requests.ask("DELETE", f"/v1/keys/{key['id']}")[0]
    wrong = {what: status for what, status in answers.items() if status >= 500 or status in (403, 404) and "nothing" not in what}
    checks.that(f"{len(answers)} requests are answered without a failure", not wrong, wrong)
    checks.that("nobody is answered without a key", answers["without a key"] == answers["with a wrong key"] == 401, answers)
    stack.invoke("Restate", b"{}")


def compressed(aws, archive):
    """MiniStack's Firehose has no GZIP."""
    s3 = aws.client("s3")
    for found in s3.list_objects_v2(Bucket=archive).get("Contents", []):
        data = s3.get_object(Bucket=archive, Key=found["Key"])["Body"].read()
        if not data.startswith(b"\x1f\x8b"):
            s3.put_object(Bucket=archive, Key=found["Key"], Body=gzip.compress(data))


def put_plan(requests, plan):
    text = plan["plan"] if isinstance(plan, dict) and "plan" in plan else plan
    text = text if isinstance(text, str) else text.decode() if isinstance(text, bytes) else json.dumps(text)
    return requests.api.ask("PUT", "/v1/plan", text, Authorization=f"Bearer {requests.key}",
                            Content_Type="application/yaml", If_Match="*")[0]


def policies(stacks, checks):
    calls, unexplained = 0, []
    for stack in stacks:
        for function, role in sorted(stack.roles.items()):
            calls += role.calls
            checks.that(f"{stack.name}: {function} made {role.calls} calls, all of them allowed", not role.denied, role.denied[:3])
    for function in FUNCTIONS:
        used = set().union(*(stack.roles[function].used for stack in stacks if function in stack.roles))
        grants = set().union(*(stack.roles[function].grants() for stack in stacks if function in stack.roles))
        unexplained += [(function, *grant) for grant in sorted(grants - used) if not UNUSED.keys() & {function, f"{function} {grant[1]}", grant[1]}]
        print(f"    {function}: of {len(grants)} granted actions {len(grants & used)} were used", flush=True)
    checks.that(f"{calls} calls; what is granted is used or explained", calls > 100 and not unexplained, unexplained)


def fill(aws, stack, objects):
    s3, archive, failed = aws.client("s3"), physical(aws, stack, "Archive"), physical(aws, stack, "FailedBatches")
    for number in range(objects):
        s3.put_object(Bucket=archive, Key=f"events/2026/11/20/10/{number}.gz", Body=b"x")
    s3.put_object(Bucket=archive, Key="failed/processing-failed/1", Body=b"x")
    s3.put_object(Bucket=failed, Key="batch.json", Body=b"{}")
    return archive, failed


def kept(aws, stack):
    tables = [t for t in aws.client("dynamodb").list_tables()["TableNames"] if t.startswith(f"{stack}-")]
    buckets = {b["Name"]: aws.client("s3").list_objects_v2(Bucket=b["Name"]).get("KeyCount", 0)
               for b in aws.client("s3").list_buckets()["Buckets"] if b["Name"].startswith(f"{stack}-")}
    names = [s["Name"] for s in aws.client("secretsmanager").list_secrets()["SecretList"]]
    return len(tables), buckets, len([n for n in names if stack in n])


def delete(aws, stack):
    aws.client("cloudformation").delete_stack(StackName=stack)

    def gone():
        try:
            state = aws.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        except Exception as e:  # noqa: BLE001 - the stack is not there any more
            return "does not exist" in str(e)
        if state == "DELETE_FAILED":
            sys.exit(f"{stack} could not be deleted")
        return state == "DELETE_COMPLETE"

    until(f"the deletion of {stack}", gone, 120)


def deleted_with_its_data(aws, stacks, checks):
    """The first stack, whose policy is Delete by now."""
    archive, failed = fill(aws, "cairn", OBJECTS)
    s3, left = aws.client("s3"), {}
    stacks["cairn"].after_setup = lambda: left.update({b: s3.list_objects_v2(Bucket=b).get("KeyCount", 0) for b in (archive, failed)})
    delete(aws, "cairn")
    checks.that("DataDeletionPolicy=Delete: the buckets were empty before they were deleted", left == {archive: 0, failed: 0}, left)
    checks.that("    and nothing of the stack is left", kept(aws, "cairn")[:2] == (0, {}), kept(aws, "cairn"))


def deleted_without_its_data(aws, proxy, checks):
    """A stack of a release's template, whose code is in a bucket; its functions run elsewhere, as the others do. Returns
    the id of its master secret."""
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="code")
    release_template = for_ministack(release.template_of_a_release("cairn"), proxy)
    s3.put_object(Bucket="code", Key="template.json", Body=json.dumps(release_template).encode())
    s3.put_object(Bucket="code", Key="cairn.zip", Body=b"PK\x05\x06" + b"\x00" * 18)
    aws.client("cloudformation").create_stack(
        StackName="kept", TemplateURL="https://s3.us-east-1.amazonaws.com/code/template.json",
        Parameters=[{"ParameterKey": "CodeBucket", "ParameterValue": "code"}],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"])
    finished(aws, "kept", "CREATE_COMPLETE")
    checks.that("a release's template makes a stack", outputs_of(aws, "kept")["Snippet"].endswith('data-site="shop"></script>'))
    tables = [physical(aws, "kept", t) for t in ["Settings", "Salts", "State", "Statistics"]]
    protected = [aws.client("dynamodb").describe_table(TableName=t)["Table"]["DeletionProtectionEnabled"] for t in tables]
    checks.that("by default tables are protected", all(protected), protected)
    fill(aws, "kept", 3)
    for table in tables:
        aws.client("dynamodb").put_item(TableName=table, Item={"partition": {"S": "left"}, "sort": {"S": "behind"}})
    master = physical(aws, "kept", "MasterSecret")
    delete(aws, "kept")
    count, buckets, _ = kept(aws, "kept")
    checks.that("    and outlive the stack with the buckets and all in them",
                count == 4 and sorted(buckets.values()) == [1, 4], (count, buckets))
    return master


class Watching(Stack):
    after_setup = None

    def invoke(self, function, event):
        answer = super().invoke(function, event)
        if function == "Setup" and self.after_setup and b'"Delete"' in event:
            self.after_setup()
        return answer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--template", default=str(ROOT / ".aws-sam/build/template.yaml"))
    template = Path(parser.parse_args().template).resolve()
    if not template.is_file():
        sys.exit("There is no build yet: run sam build first.")
    checks, begun = Checks(), time.monotonic()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        aws = Aws(stack.enter_context(ministack(folder)))
        stacks = {name: stack.enter_context(Watching(template, aws, name)) for name in ["cairn", "kept"]}
        proxy = stack.enter_context(serving(proxy_of(stacks)))
        prepared(template, folder, proxy)
        guided(folder, aws)
        values = {p["ParameterKey"]: p["ParameterValue"]
                  for p in aws.client("cloudformation").describe_stacks(StackName="cairn")["Stacks"][0]["Parameters"]}
        defaults = {n: str(p["Default"]) for n, p in yaml_parse((ROOT / "template.yaml").read_text())["Parameters"].items()}
        checks.that(f"sam deploy --guided with Enter at every prompt deploys the defaults, {time.monotonic() - begun:.0f} s",
                    values == defaults, {k for k in values if values[k] != defaults.get(k)})
        checks.that("the output says that nobody hears of alarms", outputs_of(aws)["AlarmsReach"].startswith("NOBODY"))
        requests = Requests(aws, values, secret(aws, "cairn", "AdminKey"))
        stacks["cairn"].warm()
        stacks["cairn"].invoke("Aggregate", b'{"detail": {"full": true}}')
        examined(Doctor(aws, requests.api, requests.key, "cairn", values["SiteOrigin"], folder),
                 lambda resource: physical(aws, "cairn", resource), checks)
        master = deleted_without_its_data(aws, proxy, checks)
        operated(Operations(aws, folder, checks), "cairn", "kept", master, lambda name, resource: physical(aws, name, resource), aws, checks)
        stacks["cairn"].invoke("Setup", b"{}")
        each_parameter_alone(aws, stacks["cairn"], requests, checks)
        use(aws, stacks["cairn"], requests, checks)
        deleted_with_its_data(aws, stacks, checks)
        policies(stacks.values(), checks)
    print(f"deployed, updated, deleted in {time.monotonic() - begun:.0f} s" if checks.broken == 0 else f"{checks.broken} checks failed")
    sys.exit(1 if checks.broken else 0)


if __name__ == "__main__":
    main()
