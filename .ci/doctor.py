"""./cairn doctor against a stack on MiniStack: what only AWS shows is broken, one thing at a time, and has to be named.
What a page, a proxy and the functions break is in DoctorTest."""

import os
import re
import subprocess
from contextlib import contextmanager
from urllib.parse import urlsplit

from other_paths import ROOT


class Doctor:
    def __init__(self, aws, api, key, stack, origin, folder):
        self.aws, self.api, self.key, self.stack, self.origin = aws, api, key, stack, origin
        # A JDK reads names from this file, as others do from /etc/hosts.
        self.hosts = folder / "hosts"
        self.hosts.write_text(f"127.0.0.1 {urlsplit(api.url('/')).hostname} localhost\n")

    def examine(self, stack=None):
        """The exit code, and what was said."""
        command = [ROOT / "cairn", "doctor", "--stack", stack or self.stack, "--region", "us-east-1", "--to", self.api.url(""),
                   "--site", "shop", "--origin", self.origin, "--key", self.key, "--wait", "40"]
        run = subprocess.run([str(c) for c in command], capture_output=True, text=True,
                             env={**os.environ, "AWS_ENDPOINT_URL": self.aws.url, "JAVA_TOOL_OPTIONS": f"-Djdk.net.hosts.file={self.hosts}"})
        return run.returncode, run.stdout + run.stderr

    def names(self, link, remedy, checks, what, stack=None):
        code, said = self.examine(stack)
        named = re.search(r"The first broken link: ([^.]*)\.", said)
        checks.that(f"the doctor names what is broken: {what}", code == 3 and named and named[1] == link and remedy in said, said[-1500:])


@contextmanager
def broken(begin, end):
    begin()
    try:
        yield
    finally:
        end()


def examined(doctor, physical, checks):
    """`physical` gives a resource's id. The stack has no AlarmEmail yet."""
    client = doctor.aws.client
    doctor.names("stack", "credentials", checks, "a stack that is not there", stack="nowhere")
    mapping = physical("ClassifyStream")
    with broken(lambda: client("lambda").update_event_source_mapping(UUID=mapping, Enabled=False),
                lambda: client("lambda").update_event_source_mapping(UUID=mapping, Enabled=True)):
        doctor.names("mapping", f"--enabled --uuid {mapping}", checks, "an event source mapping that is disabled")
    batches = physical("FailedBatches")
    with broken(lambda: client("s3").put_object(Bucket=batches, Key="batch.json", Body=b"{}"),
                lambda: client("s3").delete_object(Bucket=batches, Key="batch.json")):
        doctor.names("failed batches", "--reason given_up", checks, "a batch that failed every attempt")
    alarm = {"AlarmName": f"{doctor.stack}-Test", "AlarmDescription": "Do this.", "Namespace": "Test", "MetricName": "Test", "Statistic": "Sum",
             "Period": 60, "EvaluationPeriods": 1, "Threshold": 1, "ComparisonOperator": "GreaterThanThreshold"}

    def ring():
        client("cloudwatch").put_metric_alarm(**alarm)
        client("cloudwatch").set_alarm_state(AlarmName=alarm["AlarmName"], StateValue="ALARM", StateReason="a test")

    with broken(ring, lambda: client("cloudwatch").delete_alarms(AlarmNames=[alarm["AlarmName"]])):
        doctor.names("alarms", "Do this.", checks, "an alarm that rings")
    doctor.names("alarms' mail", "AlarmEmail", checks, "alarms that nobody hears, on a stack where all else holds")
