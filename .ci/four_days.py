#!/usr/bin/env python3
"""Four real days over HTTP against ./cairn local: every figure must be equal.

four_days.py plain: the file by ./cairn replay. four_days.py storm: shuffled, a fifth of its lines twice, in bodies of
random size up to 500, with a kill -9 of ./cairn local --data and a restart in the middle. Needs ../shared/data.
"""
import gzip
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
ADMIN = "four-days-admin-key"
CLOCK = "2025-02-27T00:30:00Z"


class Cairn:
    """A ./cairn local that can be killed and started again on the same folder."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.log = open(folder / "log", "ab")

    def start(self):
        command = [ROOT / "cairn", "local", "--port", str(self.port), "--clock", CLOCK, "--no-demo",
                   "--admin-key", ADMIN, "--data", self.folder / "data"]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, start_new_session=True)
        for _ in range(1000):
            try:
                urllib.request.urlopen(self.url + "/_local/status", timeout=2)
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.3)
        sys.exit("./cairn local is not ready:\n" + (self.folder / "log").read_text()[-2000:])

    def kill(self):
        """kill -9 of everything it started, the JVM included."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def request(self, method, path, body=None, key=ADMIN, **headers):
        request = urllib.request.Request(self.url + path, data=body, method=method)
        request.add_header("Authorization", "Bearer " + key)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return answer.status, json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or b"{}")

    def read(self, path):
        status, answer = self.request("GET", "/v1/sites/shop/" + path)
        assert status == 200, (path, status, answer)
        return answer["rows"]


def prepare(cairn):
    plan = json.loads((DATA / "shop-plan.json").read_text())
    plan["sites"] = {"shop": {"name": "Shop", "time_zone": "UTC", "currency": "USD", "origins": []}}
    status, answer = cairn.request("PUT", "/v1/plan", json.dumps(plan).encode(), If_Match="*")
    assert status == 200, (status, answer)
    key = {"site": "shop", "scopes": ["events:write"], "name": "replay"}
    status, answer = cairn.request("POST", "/v1/keys", json.dumps(key).encode(), Content_Type="application/json")
    assert status == 201, (status, answer)
    return answer["key"]


def plain(cairn, key):
    subprocess.run([ROOT / "cairn", "replay", DATA / "shop-4-days.ndjson.gz", "--to", cairn.url, "--key", key],
                   check=True)


def storm(cairn, key):
    lines = [json.loads(line) for line in gzip.open(DATA / "shop-4-days.ndjson.gz")]
    dice = random.Random(11)
    lines += [dice.choice(lines) for _ in range(len(lines) // 5)]
    dice.shuffle(lines)
    bodies = []
    while lines:
        some, lines = lines[:(size := dice.randint(1, 500))], lines[size:]
        shared = ("visitor", "user", "consent", "context")
        events = [{**{k: line[k] for k in shared if k in line}, **event} for line in some for event in line["events"]]
        bodies.append(json.dumps({"site": "shop", "events": events}).encode())
    for number, body in enumerate(bodies):
        if number == len(bodies) // 2:
            cairn.kill()
            cairn.start()
            print("killed with -9 and started again after", number, "of", len(bodies), "bodies")
        status, answer = cairn.request("POST", "/v1/events", body, key, Content_Type="application/json")
        assert status == 202, (status, answer)


def figures(cairn, expected):
    """Pairs of (what, figure read, figure expected)."""
    days = "from=2025-02-23&to=2025-02-26"
    overview = {row["date"]: row for row in cairn.read("overview?" + days)}
    for day, figures in expected["days"].items():
        for name, value in figures.items():
            yield (day, name), overview[day][name], value
    goals = {(row["date"], row["goal"]): row for row in cairn.read("goals?" + days)}
    for day, by_goal in expected["goals"].items():
        for goal, figures in by_goal.items():
            row = goals[day, goal]
            for name in ("conversions", "converters"):
                yield (day, goal, name), row[name], figures[name]
            yield (day, goal, "value"), {value["currency"]: value["amount"] for value in row["value"]}, figures["value"]
    for funnel, views in expected["funnels"].items():
        for view, by_day in views.items():
            rows = {row["date"]: row for row in cairn.read(f"funnels/{funnel}?view={view}&{days}")}
            for day, figures in by_day.items():
                for name, value in figures.items():
                    yield (funnel, view, day, name), rows[day][name], value


def main(mode):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="four-days-"))
    cairn = Cairn(folder)
    cairn.start()
    try:
        {"plain": plain, "storm": storm}[mode](cairn, prepare(cairn))
        status, summary = cairn.request("POST", "/_local/aggregate")
        print("aggregate", status, summary)
        compared = list(figures(cairn, json.loads((DATA / "shop-4-days.expected.json").read_text())))
        wrong = [each for each in compared if each[1] != each[2]]
        for what, read, value in wrong:
            print("DIFFERS", what, "is", read, "expected", value)
        print(f"{mode}: {len(compared) - len(wrong)} passed, {len(wrong)} failed")
        return 1 if wrong else 0
    finally:
        cairn.kill()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
