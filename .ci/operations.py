"""Runs the commands of docs/operating.md, as they stand there, against a stack on MiniStack."""

import os
import re
import subprocess

from other_paths import ROOT


def blocks(heading):
    """The shell commands of a section, in order."""
    text = (ROOT / "docs/operating.md").read_text()
    section = re.search(rf"(?ms)^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", re.sub(r"(?m)^# ", "\0 ", text))
    assert section, f"docs/operating.md has no section {heading}"
    return [b.replace("\0 ", "# ") for b in re.findall(r"(?ms)^```sh\n(.*?)^```$", section[1])]


class Operations:
    def __init__(self, aws, folder, checks):
        self.checks, self.folder = checks, folder
        self.env = {**os.environ, "AWS_ENDPOINT_URL": aws.url, "AWS_PAGER": "", "SAM_CLI_TELEMETRY": "0"}

    def run(self, what, *commands, **variables):
        """Commands in one shell; whether they all succeed is a check."""
        # Emulated backups are ready at once.
        script = "set -euo pipefail\n" + "\n".join(commands).replace("sleep 5", "sleep 0.2")
        ran = subprocess.run(["bash", "-c", script], cwd=self.folder, capture_output=True, text=True, timeout=300, env={**self.env, **variables})
        self.checks.that(f"docs/operating.md: {what}", ran.returncode == 0, ran.stdout[-1000:] + ran.stderr[-1500:])
        return ran.stdout


def operated(operations, stack, old, old_secret, physical, aws, checks):
    """A stack that is there gets what a deleted one left."""
    function, stop, go_on = blocks("Backups")
    operations.run("Classify stops reading the stream and goes on", function, stop, go_on)
    operations.run("a table is restored to a time before, under its name", function,
                   re.sub(r"--restore-date-time \S+", "--use-latest-restorable-time", blocks("Restoring a backup")[0]))
    archive = next(b["Name"] for b in aws.client("s3").list_buckets()["Buckets"] if b["Name"].startswith(f"{old}-archive"))
    attach, _ = blocks("Re-attaching what a deleted stack left")
    operations.run("a deleted stack's tables, secret and archive are re-attached", function, attach,
                   OLD=old, OLD_MASTER_SECRET=old_secret, OLD_ARCHIVE=archive)
    dynamodb = aws.client("dynamodb")
    for table in ["Settings", "State", "Statistics"]:
        name = physical(stack, table)
        found = dynamodb.get_item(TableName=name, Key={"partition": {"S": "left"}, "sort": {"S": "behind"}}).get("Item")
        expiry = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        described = dynamodb.describe_table(TableName=name)["Table"]
        checks.that(f"    {table} has what was left, expiry and protection",
                    found is not None and expiry.get("AttributeName") == "expires" and described["DeletionProtectionEnabled"], (found, expiry))
    secrets = aws.client("secretsmanager")
    checks.that("    the master secret is the old one", secrets.get_secret_value(SecretId=old_secret)["SecretString"]
                == secrets.get_secret_value(SecretId=physical(stack, "MasterSecret"))["SecretString"])
    objects = aws.client("s3").list_objects_v2(Bucket=physical(stack, "Archive")).get("KeyCount", 0)
    checks.that("    the archive has the old one's objects", objects >= 4, objects)
    operations.run("what failed in a deployment is asked for", blocks("When a deployment fails")[0])
    operations.run("a stream gets another shard", blocks("The stream")[1])
    # Emulators keep the number of shards that a stream was made with.
    parameters = aws.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["Parameters"]
    shards = next(p["ParameterValue"] for p in parameters if p["ParameterKey"] == "ShardCount")
    checks.that("    which the stack asks for", shards == "2", shards)
