"""A stand-in for AWS's access policies between a function and an emulator that knows none: every call is evaluated
against the policy that the deployment gave to the function's role, noted, and refused when the role may not make it.

Evaluated are Allow statements with actions, resources (with their stars) and the condition dynamodb:LeadingKeys, which
is all that template.yaml has; anything else in a statement stops the check.
"""

import fnmatch
import json
import re
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

OPERATORS = {"ForAllValues:StringLike": fnmatch.fnmatchcase, "ForAllValues:StringEquals": str.__eq__}
HOP_BY_HOP = {"connection", "transfer-encoding", "keep-alive", "content-length", "expect"}


def as_list(value):
    return value if isinstance(value, list) else [value]


class Role:
    """What a role may do, and what was done with it. `policies` reads them: an update of the stack may change them."""

    def __init__(self, policies):
        self.policies, self.statements = policies, []
        self.used, self.denied, self.calls = set(), [], 0
        self.changed = threading.Lock()
        self.read()

    def read(self):
        self.statements = [s for policy in self.policies() for s in as_list(policy["Statement"])]
        for statement in self.statements:
            unknown = statement.keys() - {"Sid", "Effect", "Action", "Resource", "Condition"}
            assert statement["Effect"] == "Allow" and not unknown, f"cannot be evaluated: {statement}"

    def grants(self):
        """Each action with the statement that grants it; the logs and traces are written by Lambda itself."""
        return {(s["Sid"], action) for s in self.statements for action in as_list(s["Action"]) if s["Sid"] not in {"Log", "Trace"}}

    def allows(self, action, resources, keys):
        """Every resource has to be allowed by some statement."""
        granting = self.granting(action, resources, keys)
        if None in granting:
            self.read()
            granting = self.granting(action, resources, keys)
        with self.changed:
            self.calls += 1
            if not granting or None in granting:
                self.denied.append((action, resources, keys))
                return False
            self.used |= {(s["Sid"], action) for s in granting}
            return True

    def granting(self, action, resources, keys):
        return [next((s for s in self.statements if self.matches(s, action, resource, keys)), None) for resource in resources]

    @staticmethod
    def matches(statement, action, resource, keys):
        if action not in as_list(statement["Action"]):
            return False
        if not any(fnmatch.fnmatchcase(resource, pattern) for pattern in as_list(statement["Resource"])):
            return False
        for operator, condition in statement.get("Condition", {}).items():
            (name, allowed), = condition.items()
            assert name == "dynamodb:LeadingKeys", f"cannot be evaluated: {statement}"
            if not all(any(OPERATORS[operator](key, pattern) for pattern in allowed) for key in keys):
                return False
        return True


def partitions(body):
    """The values of the partition keys that a call of DynamoDB names."""
    found = [body.get("Key", {}).get("partition"), body.get("Item", {}).get("partition"),
             body.get("ExpressionAttributeValues", {}).get(":partition")]
    for request in body.get("RequestItems", {}).values():
        found += [key["partition"] for key in request.get("Keys", [])]
    return [value["S"] for value in found if value]


def call_of(role, method, path, headers, body, account):
    """The action, its resources, and the partition keys."""
    service = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", headers["Authorization"])[1]
    operation = headers.get("X-Amz-Target", "").rpartition(".")[2]
    where = f"us-east-1:{account}"
    if service == "dynamodb":
        asked = json.loads(body)
        tables = [asked["TableName"]] if "TableName" in asked else list(asked["RequestItems"])
        return f"dynamodb:{operation}", [f"arn:aws:dynamodb:{where}:table/{t}" for t in tables], partitions(asked)
    if service == "kinesis":
        # CBOR, in which a name is text, too: a stream that the role does not know is some other one.
        known = {r for s in role.statements for r in as_list(s["Resource"]) if ":kinesis:" in r}
        return f"kinesis:{operation}", [r for r in known if r.rpartition("/")[2].encode() in body], []
    if service == "secretsmanager":
        return f"secretsmanager:{operation}", [json.loads(body)["SecretId"]], []
    if service == "lambda":
        return "lambda:InvokeFunction", [unquote(path.split("/")[3])], []
    assert service == "s3", f"no policy is known for {service}"
    parts = urlsplit(path)
    bucket, _, key = unquote(parts.path[1:]).partition("/")
    if not key and method == "GET":
        return "s3:ListBucket", [f"arn:aws:s3:::{bucket}"], []
    if method == "POST" and "delete" in parse_qs(parts.query, keep_blank_values=True):
        keys = re.findall(r"<Key>(.*?)</Key>", body.decode())
        return "s3:DeleteObject", [f"arn:aws:s3:::{bucket}/{k}" for k in keys], []
    action = {"GET": "s3:GetObject", "PUT": "s3:PutObject", "DELETE": "s3:DeleteObject"}[method]
    return action, [f"arn:aws:s3:::{bucket}/{key}"], []


def action_of(method, path, headers, body):
    """The action of a call of the AWS CLI, of SAM CLI or of boto3."""
    service = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", headers["Authorization"])[1]
    parts = urlsplit(path)
    if service == "s3":
        key, query = unquote(parts.path[1:]).partition("/")[2], parse_qs(parts.query, keep_blank_values=True)
        if not key:
            return "s3:GetBucketLocation" if "location" in query else "s3:ListBucket"
        return "s3:AbortMultipartUpload" if method == "DELETE" and "uploadId" in query else {
            "HEAD": "s3:GetObject", "GET": "s3:GetObject", "PUT": "s3:PutObject", "POST": "s3:PutObject", "DELETE": "s3:DeleteObject"}[method]
    named = headers.get("X-Amz-Target", "").rpartition(".")[2] or parse_qs(body.decode("utf-8", "replace")).get("Action", [""])[0]
    return f"{service}:{named}"


def recording(url):
    """A server that lets every call through and notes its action; close it with shutdown()."""
    actions = set()

    class Recorder(Passing):
        target = url

        def refusal(self, body):
            if "Authorization" in self.headers:
                actions.add(action_of(self.command, self.path, self.headers, body))

    return started(Recorder), actions


def started(handler):
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Passing(BaseHTTPRequestHandler):
    """Passes calls on to `target`, except where `refusal` gives an answer: status, headers, body."""

    protocol_version = "HTTP/1.1"
    target = ""

    def refusal(self, body):
        return None

    def pass_on(self):
        body = self.body()
        refusal = self.refusal(body)
        if refusal:
            return self.say(*refusal)
        headers = {k: v for k, v in self.headers.items() if k.lower() not in HOP_BY_HOP}
        request = urllib.request.Request(self.target + self.path, data=body or None, method=self.command, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return self.say(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as refused:
            return self.say(refused.code, refused.headers, refused.read())

    def body(self):
        if "100-continue" in self.headers.get("Expect", "").lower():
            self.send_response_only(100)
            self.end_headers()
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def say(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = pass_on

    def handle_expect_100(self):
        return True

    def log_message(self, *_):
        pass


def gate(role, url, account):
    """A server that lets the calls through to `url` which the role may make; close it with shutdown()."""

    class Gate(Passing):
        target = url

        def refusal(self, body):
            action, resources, keys = call_of(role, self.command, self.path, self.headers, body, account)
            if role.allows(action, resources, keys):
                return None
            kind = "application/xml" if action.startswith("s3:") else "application/x-amz-json-1.0"
            said = b"<Error><Code>AccessDenied</Code></Error>" if "xml" in kind else b'{"__type":"AccessDeniedException"}'
            return 403 if "xml" in kind else 400, {"Content-Type": kind}, said

    return started(Gate)
