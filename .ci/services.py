#!/usr/bin/env python3
"""The services that the functions talk to, for the heavier checks: DynamoDB Local, kinesis-local and a stand-in for the
one call of Secrets Manager that they make. Opens them on free ports, makes the template's tables and stream, writes
events/env.json for `sam local` and .ci/rie.py, and stays until it is interrupted.

    .ci/services.py [--env-vars events/env.json]
"""

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

import boto3  # noqa: E402
from botocore.config import Config  # noqa: E402
from rie import ROOT, TOOLS, free_port, jdk  # noqa: E402
from samcli.yamlhelper import yaml_parse  # noqa: E402

SECRETS = {"local-master": "m" * 64, "local-admin-key": "cairn-local-admin-key"}
TABLES = {"TABLE_SETTINGS": "Settings", "TABLE_SALTS": "Salts", "TABLE_STATE": "State", "TABLE_STATISTICS": "Statistics"}
STREAM = "cairn-events"


class SecretsManager(BaseHTTPRequestHandler):
    """GetSecretValue and nothing else."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = self.headers.get("X-Amz-Target") == "secretsmanager.GetSecretValue" and body.get("SecretId") in SECRETS
        answer = {"ARN": body.get("SecretId"), "Name": body.get("SecretId"), "SecretString": SECRETS[body["SecretId"]]} \
            if known else {"__type": "ResourceNotFoundException", "Message": "not one of the local secrets"}
        payload = json.dumps(answer).encode()
        self.send_response(200 if known else 400)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_):
        pass


def client(service, port):
    return boto3.client(service, endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1",
                        aws_access_key_id="defaultkey", aws_secret_access_key="defaultsecret",
                        config=Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=10))


def until(what, attempt, process, log):
    for _ in range(300):
        if process.poll() is not None:
            sys.exit(f"{what} ended at once:\n{Path(log.name).read_text()[-3000:]}")
        with contextlib.suppress(Exception):
            return attempt()
        time.sleep(0.1)
    sys.exit(f"{what} did not answer within 30 s:\n{Path(log.name).read_text()[-3000:]}")


def start(stack, folder, name, command, cwd, env):
    log = stack.enter_context(open(folder / f"{name}.log", "w"))
    process = subprocess.Popen([str(c) for c in command], cwd=cwd, env={**os.environ, **env}, stdout=log, stderr=log,
                               start_new_session=True)

    def stop():
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)

    stack.callback(stop)
    return process, log


def dynamodb(stack, folder):
    port = free_port()
    home = folder / "dynamodb"
    home.mkdir()
    command = [jdk(), "--enable-native-access=ALL-UNNAMED", "-cp", str(TOOLS / "dynamodb-local/*"),
               "com.amazonaws.services.dynamodbv2.local.main.ServerRunner", "-inMemory", "-sharedDb", "-port", port]
    process, log = start(stack, folder, "dynamodb", command, home, {"DDB_LOCAL_TELEMETRY": "0"})
    database = client("dynamodb", port)
    until("DynamoDB Local", database.list_tables, process, log)
    resources = yaml_parse((ROOT / "template.yaml").read_text())["Resources"]
    for name in TABLES.values():
        table = resources[name]["Properties"]
        database.create_table(TableName=f"cairn-{name}", BillingMode=table["BillingMode"],
                              AttributeDefinitions=[dict(a) for a in table["AttributeDefinitions"]],
                              KeySchema=[dict(k) for k in table["KeySchema"]])
    return port, database


def kinesis(stack, folder):
    package = TOOLS / "npm/node_modules/kinesis-local"
    port, tls = free_port(), free_port()
    # It looks for its certificate in the working directory.
    process, log = start(stack, folder, "kinesis", ["node", "main.js"], package,
                         {"KINESIS_MOCK_PLAIN_PORT": str(port), "KINESIS_MOCK_TLS_PORT": str(tls), "LOG_LEVEL": "ERROR",
                          "SHOULD_PERSIST_DATA": "false"})
    stream = client("kinesis", port)
    until("kinesis-local", stream.list_streams, process, log)
    stream.create_stream(StreamName=STREAM, ShardCount=1)

    def active():
        assert stream.describe_stream_summary(StreamName=STREAM)["StreamDescriptionSummary"]["StreamStatus"] == "ACTIVE"

    until("the stream", active, process, log)
    return port, stream


@contextlib.contextmanager
def services(env_vars):
    """Yields the clients of both, while everything is open; events/env.json is removed at the end."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        dynamodb_port, database = dynamodb(stack, folder)
        kinesis_port, stream = kinesis(stack, folder)
        secrets = ThreadingHTTPServer(("127.0.0.1", 0), SecretsManager)
        threading.Thread(target=secrets.serve_forever, daemon=True).start()
        stack.callback(secrets.shutdown)
        env_vars.write_text(json.dumps({"Parameters": {
            **{variable: f"cairn-{name}" for variable, name in TABLES.items()},
            "STREAM_NAME": STREAM,
            "MASTER_SECRET_ARN": "local-master",
            "ADMIN_KEY_SECRET_ARN": "local-admin-key",
            "ENDPOINT_DYNAMODB": f"http://127.0.0.1:{dynamodb_port}",
            "ENDPOINT_KINESIS": f"http://127.0.0.1:{kinesis_port}",
            "ENDPOINT_SECRETS": f"http://127.0.0.1:{secrets.server_address[1]}",
            "COUNT_FUNCTION": "",
            "TOPIC_INSIGHTS": "",
        }}, indent=2) + "\n")
        stack.callback(env_vars.unlink, missing_ok=True)
        yield database, stream


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--env-vars", default=str(ROOT / "events/env.json"))
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with services(Path(options.env_vars)), contextlib.suppress(KeyboardInterrupt):
        print(f"Services are ready, {options.env_vars} is written. Ctrl-C closes them.", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
