#!/usr/bin/env python3
"""A run of Aggregate that hands work to Count through the Lambda API of an emulator of AWS (MiniStack), deployed as
`sam deploy` does; see other_paths.py for what is changed and how the functions run. COUNT_SECONDS is set to 0, so that any
work is worth a worker. Workers and run count at the same time, so how much of it a worker does is seen in its answers;
whoever does it, the figures are right.

    .ci/workers.py [--template .aws-sam/build/template.yaml]

Not shown here: access policies and throttling, which MiniStack does not know.
"""

import argparse
import contextlib
import json
import sys
import tempfile
import threading
from pathlib import Path

from other_paths import Api, Aws, Checks, Functions, deploy, ministack, proxy_of, serving, until
from rie import ROOT

ORIGIN = "https://shop.example"
VISITORS = 400
RUNS = 5
NOTHING = {"epoch": 0, "as_of": 0, "days": []}


class Watched(Functions):
    """What Count was given, and what it answered."""

    def __init__(self, template, aws):
        super().__init__(template, aws)
        self.counted, self.changed = [], threading.Lock()

    def invoke(self, name, event):
        answer = super().invoke(name, event)
        if name == "Count":
            with self.changed:
                self.counted.append((json.loads(event), json.loads(answer)))
        return answer


def send(api, number):
    """Each visitor once a round, with one event."""
    for visitor in range(VISITORS):
        event = json.dumps({"site": "shop", "visitor": f"workers-visitor-{visitor:05}",
                            "consent": {"analytics": True},
                            "context": {"url": f"{ORIGIN}/p/{number}"},
                            "events": [{"id": f"round-{number}-{visitor}", "name": "add_to_cart"}]})
        status, _, body = api.ask("POST", "/v1/events", event, Origin=ORIGIN, Content_Type="text/plain")
        if status != 202 or json.loads(body)["accepted"] != 1:
            sys.exit(f"an event was not accepted: {status} {body}")


def report(api, keys, path):
    for key in keys:
        status, _, body = api.ask("GET", path, Authorization=f"Bearer {key}")
        if status == 200:
            return json.loads(body)
    return {}


def today(api, keys):
    rows = report(api, keys, "/v1/sites/shop/overview").get("rows", [])
    return {k: sum(row[k] for row in rows) for k in ("events", "visitors")} if rows else {}


def run(aws, names):
    answer = aws.client("lambda").invoke(FunctionName=names["Aggregate"], Qualifier="live",
                                         Payload=json.dumps({"detail": {"full": True}}))
    return json.loads(answer["Payload"].read())


def classified(api, keys, events):
    def all_there():
        return report(api, keys, "/v1/sites/shop/health")["today"]["events"].get("add_to_cart", 0) >= events

    until("the events", all_there, 240)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--template", default=str(ROOT / ".aws-sam/build/template.yaml"))
    template = Path(parser.parse_args().template).resolve()
    if not template.is_file():
        sys.exit("There is no build yet: run sam build first.")
    checks = Checks()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        aws = Aws(stack.enter_context(ministack(folder)))
        functions = stack.enter_context(Watched(template, aws))
        proxy = stack.enter_context(serving(proxy_of({"cairn": functions})))
        deployed, names = deploy(aws, template, folder, proxy, ORIGIN, checks, {}, {"Aggregate": {"COUNT_SECONDS": "0"}})
        functions.warm()
        functions.invoke("Count", json.dumps(NOTHING).encode())
        api = Api(deployed["EventsUrl"], aws.url.rsplit(":", 1)[1])
        secrets = aws.client("secretsmanager")
        keys = [secrets.get_secret_value(SecretId=s["ARN"])["SecretString"] for s in secrets.list_secrets()["SecretList"]]
        print("  deployed", flush=True)
        rounds = 0
        while rounds < RUNS and sum(answer["counted"] for _, answer in functions.counted) == 0:
            rounds += 1
            send(api, rounds)
            classified(api, keys, rounds * VISITORS)
            before = len(functions.counted)
            summary = run(aws, names)
            print(f"  run {rounds}: {summary}", flush=True)
            checks.that("the run failed nowhere", summary["failed"] == summary["postponed"] == 0, summary)
            until("a worker", lambda: len(functions.counted) > before, 120)
            figures = today(api, keys)
            checks.that(f"{rounds * VISITORS} events of {VISITORS} visitors are counted",
                        figures == {"events": rounds * VISITORS, "visitors": VISITORS}, figures)
        for work, answer in functions.counted[1:]:
            print(f"  a worker was given {sum(len(d['buckets']) for d in work['days'])} buckets: {answer}", flush=True)
            checks.that("its run was that one's", work["epoch"] >= 1 and work["as_of"] > 0, work)
        checks.that("workers counted something", sum(a["counted"] for _, a in functions.counted) > 0, functions.counted)
    print("the run and its workers count together" if checks.broken == 0 else f"{checks.broken} checks failed")
    sys.exit(1 if checks.broken else 0)


if __name__ == "__main__":
    main()
