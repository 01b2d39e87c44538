#!/usr/bin/env python3
"""What openapi.yaml promises, tried from outside against ./cairn local with a data folder of its own.

Clients are generated from the description that is served (openapi-python-client, openapi-generator, openapi-typescript)
and read the figures of events that were sent. Then schemathesis calls every operation without a key, with a key that
reads statistics, and as an admin. api_contract.py clients | schemathesis does one of the two. Needs .ci/install.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from four_days import ADMIN, ROOT, Cairn

TOOLS = ROOT / ".ci" / "target"
BIN = TOOLS / "api" / "bin"
DAY = "2025-02-26"
NOON = 1_740_571_200_000
SEED = "20250226"
EXAMPLES = "6"
SECONDS_OF_A_RUN = 400

# What is sent, by visitor; and what every client must read.
STEPS = ["view_item", "add_to_cart", "begin_checkout", "purchase"]
VISITORS = {"buyer": STEPS, "browser": STEPS[:1], "reader": ["page_view"]}
SENT = {
    "date": DAY,
    "visitors": len(VISITORS),
    "events": sum(map(len, VISITORS.values())),
    "conversions": 1,
    "tier": "macro",
    "value": [["59.00", "EUR"]],
    "entered": 2,
    "reached": [2, 1, 1, 1],
    "plan": 1,
    "refused": [403, "forbidden"],
}


def events(visitor, names):
    for number, name in enumerate(names):
        event = {"id": f"{visitor}-{number}", "name": name, "at": NOON + number * 1000}
        if name == "purchase":
            event |= {"value": {"amount": "59.00", "currency": "EUR"}, "order_id": "order-1"}
        yield event


def key(cairn, *scopes):
    order = json.dumps({"site": "shop", "scopes": scopes, "name": "contract"}).encode()
    status, answer = cairn.request("POST", "/v1/keys", order, Content_Type="application/json")
    assert status == 201, (status, answer)
    return answer["key"]


def prepare(cairn):
    """A site with the default plan and a day of events; returns a key that reads its statistics."""
    site = {"name": "Shop", "time_zone": "UTC", "currency": "EUR", "origins": ["https://shop.example"], "report_props": ["sku"],
            "targets": {"sales": {"metric": "conversions", "goal": "purchase", "value": 300, "from": "2025-02-01", "to": "2025-03-31"}},
            "audiences": {"left_cart": {"did": "add_to_cart", "not": "purchase", "after": "24h", "within": "30d"}}}
    plan = json.dumps({"extends": "default", "sites": {"shop": site}}).encode()
    status, answer = cairn.request("PUT", "/v1/plan", plan, If_Match="*", Content_Type="application/json")
    assert status == 200, (status, answer)
    sending = key(cairn, "events:write")
    for visitor, names in VISITORS.items():
        body = {"site": "shop", "visitor": visitor, "consent": {"analytics": True},
                "context": {"url": "https://shop.example/", "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) "
                            "Gecko/20100101 Firefox/140.0", "ip": "192.0.2.1"},
                "events": list(events(visitor, names))}
        status, answer = cairn.request("POST", "/v1/events", json.dumps(body).encode(), sending,
                                       Content_Type="application/json")
        assert (status, answer["rejected"]) == (202, []), (status, answer)
    status, answer = cairn.request("POST", "/_local/aggregate")
    assert status == 200, (status, answer)
    return key(cairn, "stats:read")


def run(command, **options):
    """Its standard output; ends with what it said if it fails."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=SECONDS_OF_A_RUN, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))[:200]} ended with {done.returncode}:\n"
                           + (done.stdout + done.stderr)[-6000:])
    return done.stdout


def openapi_python_client(description, work):
    run([BIN / "openapi-python-client", "generate", "--path", description, "--meta", "none",
         "--output-path", work / "opc" / "cairn_client"])
    return [BIN / "python", ROOT / ".ci/api/openapi_python_client.py", work / "opc"]


def generated(generator, description, folder, properties):
    java = pathlib.Path(run([ROOT / "cairn", "jdk"]).strip()) / "bin" / "java"
    run([java, "-XX:+UseSerialGC", "-jar", TOOLS / "openapi-generator-cli.jar", "generate", "-g", generator,
         "-i", description, "-o", folder, "--additional-properties=" + properties])


def openapi_generator_python(description, work):
    generated("python", description, work / "generator", "packageName=cairn_api")
    return [BIN / "python", ROOT / ".ci/api/openapi_generator.py", work / "generator"]


def openapi_generator_typescript(description, work):
    web = ROOT / "web-tools"
    shutil.rmtree(web / "target/generator", ignore_errors=True)
    generated("typescript-fetch", description, web / "target/generator", "importFileExtension=.js")
    run(["npx", "tsc", "-p", "tsconfig.generated.json"], cwd=web)
    return ["node", web / "target/generated/contract/generated.js"]


def openapi_typescript(description, work):
    """Types into the folder where the dashboard's come from, which is made again by every `make web`."""
    web = ROOT / "web-tools"
    run(["npx", "openapi-typescript", description, "--output", "target/openapi.d.ts", "--array-length",
         "--empty-objects-unknown", "--root-types", "--root-types-no-schema-prefix"], cwd=web)
    run(["npx", "tsc", "-p", "tsconfig.contract.json"], cwd=web)
    return ["node", web / "target/contract/smoke.js"]


def clients(cairn, description, reading, work):
    failed = 0
    for generate in (openapi_python_client, openapi_generator_python, openapi_generator_typescript, openapi_typescript):
        try:
            read = json.loads(run(generate(description, work) + [cairn.url, reading, ADMIN, DAY]))
            wrong = [f"{name} is {read.get(name)}, sent was {value}" for name, value in SENT.items()
                     if read.get(name) != value]
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            wrong = [str(error)]
        print(f"    {generate.__name__}: {'; '.join(wrong) or f'{len(SENT)} figures as they were sent'}")
        failed += bool(wrong)
    return failed


def strict(description, work):
    """Where the description says `default`, only 405 is meant here: any other status that is not listed is a fault."""
    text, count = re.subn(r"(?m)^( +)default: (\{\$ref)", r"\1'405': \2", description.read_text())
    assert count > 20, count
    file = work / "strict.yaml"
    file.write_text(text)
    return file


def schemathesis(cairn, description, reading, work):
    failed = 0
    for who, bearer in (("without a key", None), ("with stats:read", reading), ("as an admin", ADMIN)):
        command = [BIN / "schemathesis", "--config-file", ROOT / ".ci/api/schemathesis.toml", "run",
                   strict(description, work), "-u", cairn.url, "--seed", SEED, "-n", EXAMPLES, "--no-shrink",
                   "--continue-on-failure", "--phases", "coverage,fuzzing"]
        command += ["-H", f"Authorization: Bearer {bearer}"] if bearer else []
        try:
            said = run(command, cwd=work)
            cases = re.search(r"[\d,]+ generated[^\n]*", said)
            print(f"    schemathesis {who}: {cases.group(0) if cases else said[-300:]}")
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            print(f"    schemathesis {who}: {error}")
            failed += 1
    return failed


def main(parts):
    work = pathlib.Path(tempfile.mkdtemp(prefix="api-contract-"))
    cairn = Cairn(work)
    cairn.start()
    try:
        reading = prepare(cairn)
        description = work / "openapi.yaml"
        description.write_text(run(["curl", "-sf", cairn.url + "/openapi.yaml"]))
        return 1 if sum([part(cairn, description, reading, work) for part in parts]) else 0
    finally:
        cairn.kill()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    names = {"clients": clients, "schemathesis": schemathesis}
    sys.exit(main([names[name] for name in sys.argv[1:]] or list(names.values())))
