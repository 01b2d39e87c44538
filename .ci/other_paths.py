#!/usr/bin/env python3
"""Deploys the template as `sam deploy` does, onto an emulator of AWS (MiniStack), with three other paths for script,
pixel and events, and uses all three: a page in Chromium that has the snippet of the stack's output, a mail's pixel, a
server-side event, an address of another tool's client. The functions run under AWS's Lambda emulator with the variables
that the deployment gave them; what they counted is read from the deployed API.

    .ci/other_paths.py [--template .aws-sam/build/template.yaml]

Changed in the copy of the template that is deployed: each function has one more variable, with which MiniStack hands its
events to our emulator in place of a container, and the alarms are left out, which MiniStack knows without formulas only.
Not shown here: access policies, throttling, retries of the stream, and preflights, which MiniStack answers by itself.
"""

import argparse
import contextlib
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

os.environ.update(AWS_DEFAULT_REGION="us-east-1", AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test",
                  SAM_CLI_TELEMETRY="0")

import boto3  # noqa: E402
from policies import as_list, recording  # noqa: E402
from rie import ROOT, TOOLS, START_SECONDS, free_port, function_of, running  # noqa: E402
from samcli.yamlhelper import yaml_dump, yaml_parse  # noqa: E402

FUNCTIONS = ["Collect", "Classify", "Aggregate", "Count", "Restate", "Web", "Report", "Admin", "Setup"]
PATHS = {"EventPath": "/shop/said", "ScriptPath": "/shop/hello.js", "PixelPath": "/shop/dot.gif"}
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


HELLO = {"requestContext": {"http": {"method": "GET", "path": "/"}}}
FIRST_EVENTS = {"Collect": HELLO, "Web": HELLO, "Report": HELLO, "Classify": {"Records": []}}


class Server(BaseHTTPRequestHandler):
    def answer(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serving(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()


def until(what, attempt, seconds=120):
    end, last = time.monotonic() + seconds, None
    while time.monotonic() < end:
        try:
            answer = attempt()
            if answer:
                return answer
        except Exception as e:  # noqa: BLE001 - not yet there; what is missing is said at the end
            last = e
        time.sleep(0.5)
    sys.exit(f"{what}: not within {seconds} s ({last})")


@contextlib.contextmanager
def ministack(folder):
    program = TOOLS / "ministack/bin/ministack"
    if not program.is_file():
        sys.exit("MiniStack is not there yet: run .ci/install first.")
    port = free_port()
    env = {**os.environ, "GATEWAY_PORT": str(port), "BIND_HOST": "127.0.0.1", "S3_DATA_DIR": str(folder / "s3"),
           "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0"}
    with open(folder / "ministack.log", "w") as log:
        process = subprocess.Popen([program], cwd=folder, env=env, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        until("MiniStack", lambda: urllib.request.urlopen(f"{url}/_ministack/health", timeout=2).status == 200, 60)
        yield url
    except BaseException:
        print((folder / "ministack.log").read_text()[-3000:], file=sys.stderr)
        raise
    finally:
        process.terminate()
        process.wait(20)


class Functions:
    """The functions of a stack, each with the variables of its deployment; the emulator takes one event at a time. A new
    version of a function takes the place of the one before with its next event."""

    def __init__(self, template, aws, name="cairn"):
        self.template, self.aws, self.name, self.found = template, aws, name, {}
        self.locks = {function: threading.Lock() for function in FUNCTIONS}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for _, _, stack in self.found.values():
            stack.close()

    def warm(self):
        """Each has had its first event before anybody waits for it."""
        for function, event in FIRST_EVENTS.items():
            self.invoke(function, json.dumps(event).encode())

    def invoke(self, function, event):
        with self.locks[function]:
            request = urllib.request.Request(self.address(function), data=event)
            with urllib.request.urlopen(request, timeout=3 * START_SECONDS) as answer:
                return answer.read()

    def configuration(self, function):
        """Of the version that the alias stands for. It is asked for while the stack is still being made, too."""
        names = [f["FunctionName"] for page in self.aws.client("lambda").get_paginator("list_functions").paginate()
                 for f in page["Functions"]]
        (name,) = (n for n in names if n.startswith(f"{self.name}-{function}-"))
        return self.aws.client("lambda").get_function_configuration(FunctionName=name, Qualifier="live")

    def variables(self, function, configuration):
        variables = configuration["Environment"]["Variables"]
        variables |= {k: self.aws.url for k in variables if k.startswith("ENDPOINT_")}
        variables |= {k: v for k, v in os.environ.items() if k.startswith("AWS_")}
        return variables | {"AWS_REGION": "us-east-1", "AWS_LAMBDA_FUNCTION_NAME": configuration["FunctionName"]}

    def address(self, function):
        configuration = self.configuration(function)
        version, address, stack = self.found.get(function, (None, None, None))
        if version == configuration["Version"]:
            return address
        if stack is not None:
            stack.close()
        stack = contextlib.ExitStack()
        local = function_of(self.template, function)
        address = stack.enter_context(
            running(local, self.template.parent / local.codeuri, self.variables(function, configuration)))
        self.found[function] = configuration["Version"], address, stack
        return address


def proxy_of(stacks):
    """Hands the events of MiniStack's functions, at /STACK/FUNCTION, to those of the stacks by name."""

    class Proxy(Server):
        def do_POST(self):
            event = self.rfile.read(int(self.headers["Content-Length"]))
            stack, function = self.path[1:].split("/")
            with contextlib.suppress(BrokenPipeError):
                self.answer(200, "application/json", stacks[stack].invoke(function, event))

    return Proxy


class Aws:
    def __init__(self, url):
        self.url = url

    def client(self, service):
        return boto3.client(service, endpoint_url=self.url)


def prepared(template, folder, proxy, more=None):
    """The template as MiniStack takes it. `more` are variables of functions by name."""
    copy = for_ministack(yaml_parse(template.read_text()), proxy, more)
    for name in FUNCTIONS:
        properties = copy["Resources"][name]["Properties"]
        properties["CodeUri"] = str((template.parent / properties["CodeUri"]).resolve())
    copy["Metadata"].pop("AWS::ServerlessRepo::Application")  # it names files beside the template
    changed = folder / "template.yaml"
    changed.write_text(yaml_dump(copy))
    return changed


def for_ministack(copy, proxy, more=None):
    """A template without what MiniStack does not know, and with its functions elsewhere."""
    copy["Resources"] = {n: r for n, r in copy["Resources"].items() if r["Type"] != "AWS::CloudWatch::Alarm"}
    for name in FUNCTIONS:
        properties = copy["Resources"][name]["Properties"]
        # Its alarms are gone, and MiniStack has no CodeDeploy either.
        properties.pop("DeploymentPreference", None)
        variables = properties.setdefault("Environment", {}).setdefault("Variables", {})
        variables["MINISTACK_LAMBDA_PROXY_URL"] = {"Fn::Sub": f"http://127.0.0.1:{proxy}/${{AWS::StackName}}/{name}"}
        variables |= (more or {}).get(name, {})
    copy["Globals"]["Function"].pop("DeploymentPreference")
    return copy


def names_of(aws, stack="cairn"):
    formation = aws.client("cloudformation")
    return {n: formation.describe_stack_resource(StackName=stack, LogicalResourceId=n)["StackResourceDetail"]
            ["PhysicalResourceId"] for n in FUNCTIONS}


def outputs_of(aws, stack="cairn"):
    outputs = aws.client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
    return {o["OutputKey"]: o["OutputValue"] for o in outputs}


def deploy(aws, template, folder, proxy, origin, checks, paths=PATHS, more=None):
    """`sam deploy` itself, which finds the emulator by AWS_ENDPOINT_URL."""
    changed = prepared(template, folder, proxy, more)
    recorder, called = recording(aws.url)
    aws.client("s3").create_bucket(Bucket="deployment")
    parameters = {**paths, "SiteId": "shop", "SiteOrigin": origin, "TimeZone": "UTC", "Currency": "EUR"}
    command = ["sam", "deploy", "--template-file", changed, "--stack-name", "cairn", "--s3-bucket", "deployment",
               "--capabilities", "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND", "--no-progressbar",
               "--region", "us-east-1",
               "--parameter-overrides", *(f"{k}={v}" for k, v in parameters.items())]
    run = subprocess.run([str(c) for c in command], cwd=folder, capture_output=True, text=True,
                         env={**os.environ, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{recorder.server_address[1]}"})
    recorder.shutdown()
    if run.returncode != 0:
        sys.exit(f"sam deploy ended with {run.returncode}:\n{run.stdout[-3000:]}\n{run.stderr[-3000:]}")
    allowed = {a for s in json.loads((ROOT / "deploy/policies/person.json").read_text())["Statement"] for a in as_list(s["Action"])}
    checks.that(f"sam deploy made {len(called)} kinds of calls, which deploy/policies/person.json allows",
                len(called) > 5 and called <= allowed | {"sts:GetCallerIdentity"}, sorted(called - allowed))
    return outputs_of(aws), names_of(aws)


class Api:
    """The deployed HTTP API, at the address that MiniStack gives it."""

    def __init__(self, endpoint, port):
        self.host = f"{endpoint.split('//')[1].split('.')[0]}.execute-api.localhost:{port}"
        self.port = port

    def url(self, path):
        return f"http://{self.host}{path}"

    def ask(self, method, path, body=None, **headers):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method,
                                         data=None if body is None else body.encode(),
                                         headers={"Host": self.host, "User-Agent": AGENT,
                                                  **{k.replace("_", "-"): v for k, v in headers.items()}})
        try:
            with urllib.request.urlopen(request, timeout=START_SECONDS) as answer:
                return answer.status, dict(answer.headers), answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, dict(refused.headers), refused.read()


class Checks:
    def __init__(self):
        self.broken = 0

    def that(self, what, holds, seen=""):
        self.broken += not holds
        print(f"  {'ok    ' if holds else 'WRONG '}  {what}{'' if holds else f': {seen}'}", flush=True)


def chromium():
    for name in [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]:
        if name and shutil.which(name):
            return shutil.which(name)
    return None


def browse(page, folder):
    """Opens the page, lets its scripts work for a while and closes it."""
    command = [chromium(), "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'chromium'}",
               "--disable-blink-features=AutomationControlled", f"--user-agent={AGENT}", "--timeout=15000", "--dump-dom", page]
    return subprocess.run(command, capture_output=True, text=True, timeout=120).stdout


def send(api, origin, checks):
    event = json.dumps({"site": "shop", "context": {"url": f"{origin}/p/1"},
                        "events": [{"id": "deployed-1", "name": "add_to_cart"}]})
    status, headers, body = api.ask("POST", PATHS["EventPath"], event, Origin=origin, Content_Type="text/plain")
    checks.that("an event at EventPath is accepted", status == 202 and json.loads(body)["accepted"] == 1, (status, body))
    status, _, _ = api.ask("POST", "/v1/events", event, Origin=origin, Content_Type="text/plain")
    checks.that("the usual event path is no longer one", status in (404, 405), status)
    status, headers, body = api.ask("GET", f"{PATHS['PixelPath']}?site=shop&event=email_opened")
    checks.that("PixelPath answers with the image", status == 200 and body[:6] == b"GIF89a" and len(body) == 43, (status, body))
    status, _, _ = api.ask("GET", "/cairn.gif?site=shop&event=email_opened")
    checks.that("the usual pixel path is no longer one", status == 404, status)
    plausible = json.dumps({"n": "Signup", "d": "shop", "u": f"{origin}/"})
    status, _, body = api.ask("POST", "/api/event", plausible, Origin=origin, Content_Type="text/plain")
    checks.that("other tools' clients keep their paths", (status, body) == (202, b"ok"), (status, body))


def script(api, checks):
    status, headers, body = api.ask("GET", PATHS["ScriptPath"])
    kind = {k.lower(): v for k, v in headers.items()}.get("content-type", "")
    checks.that("ScriptPath answers with the script", status == 200 and "javascript" in kind, (status, headers))
    checks.that("the script has the event path in it", PATHS["EventPath"].encode() in body, len(body))
    status, _, _ = api.ask("GET", "/cairn.js")
    checks.that("the usual script path is no longer one", status == 404, status)


def counted(api, aws, names, checks, wanted):
    key = aws.client("secretsmanager").list_secrets()["SecretList"]
    keys = [aws.client("secretsmanager").get_secret_value(SecretId=s["ARN"])["SecretString"] for s in key]
    seen = {}

    def read():
        for secret in keys:
            status, _, body = api.ask("GET", "/v1/sites/shop/health", Authorization=f"Bearer {secret}")
            if status == 200:
                seen.update(json.loads(body)["today"]["events"])
                return wanted.keys() <= seen.keys()
        return False

    with contextlib.suppress(SystemExit):
        until("the events", read, 240)
    for name, count in wanted.items():
        checks.that(f"{name} was counted", seen.get(name, 0) == count, seen)


def page_of(snippet):
    class Page(Server):
        def do_GET(self):
            body = f"<!doctype html><title>Shop</title>{snippet()}<p>A lamp".encode()
            self.answer(200, "text/html; charset=utf-8", body)

    return Page


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--template", default=str(ROOT / ".aws-sam/build/template.yaml"))
    template = Path(parser.parse_args().template).resolve()
    if not template.is_file():
        sys.exit("There is no build yet: run sam build first.")
    if chromium() is None:
        sys.exit("No Chromium or Chrome was found; install one, or set CHROMIUM to it.")
    checks, outputs = Checks(), {}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        aws = Aws(stack.enter_context(ministack(folder)))
        functions = stack.enter_context(Functions(template, aws))
        proxy = stack.enter_context(serving(proxy_of({"cairn": functions})))
        page = stack.enter_context(serving(page_of(lambda: outputs["snippet"])))
        origin = f"http://localhost:{page}"
        deployed, names = deploy(aws, template, folder, proxy, origin, checks)
        functions.warm()
        api = Api(deployed["EventsUrl"], aws.url.rsplit(":", 1)[1])
        print(f"  deployed with {' '.join(f'{k}={v}' for k, v in PATHS.items())}", flush=True)
        address = re.search(r'src="([^"]*)"', deployed["Snippet"])[1]
        checks.that("the snippet names ScriptPath", address.endswith(PATHS["ScriptPath"]), html.escape(deployed["Snippet"]))
        outputs["snippet"] = deployed["Snippet"].replace(address, api.url(PATHS["ScriptPath"]))
        script(api, checks)
        send(api, origin, checks)
        browse(origin, folder)
        counted(api, aws, names, checks, {"page_view": 1, "add_to_cart": 1, "email_opened": 1, "Signup": 1})
    print("script, pixel and events work under other paths" if checks.broken == 0 else f"{checks.broken} checks failed")
    sys.exit(1 if checks.broken else 0)


if __name__ == "__main__":
    main()
