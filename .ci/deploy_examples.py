#!/usr/bin/env python3
"""The examples of deploy/ against the template of a release: their own validators, and the parameters they set.

    .ci/deploy_examples.py [--cdk]       with --cdk also `cdk synth`, which installs CDK from npm

`terraform fmt` runs where there is a Terraform; `terraform validate` would need the provider, which comes from no
package registry. Metadata for `sam publish` is read by SAM CLI's own parser."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import release
from samcli.vendor.serverlessrepo.parser import get_app_metadata
from samcli.yamlhelper import yaml_parse

ROOT = release.ROOT
NAME = f"cairn-{release.version()}"


def template(folder):
    file = folder / f"{NAME}.template.json"
    file.write_text(json.dumps(release.template_of_a_release(NAME)))
    return file


def parameters_of(text):
    """What an example sets: names with a capital in front of = or :"""
    return set(re.findall(r"(?m)^\s+([A-Z][A-Za-z]+)\s*[=:] ", text))


def run(what, command, **options):
    ran = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=300, **options)
    if ran.returncode != 0:
        sys.exit(f"  WRONG   {what}:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    print(f"  ok      {what}", flush=True)


def grafana():
    """Each panel asks an operation of openapi.yaml for figures that its rows have."""
    described = yaml_parse((ROOT / "functions/src/main/resources/public/openapi.yaml").read_text())
    dashboard = json.loads((ROOT / "deploy/grafana/dashboard.json").read_text())
    for panel in dashboard["panels"]:
        (query,) = panel["targets"]
        path = query["url"].removeprefix("${cairn}").replace("${site}", "{site}").replace("${funnel}", "{funnel}")
        assert path in described["paths"], f"{panel['title']}: openapi.yaml has no {path}"
        rows = properties(described, described["paths"][path]["get"]["responses"]["200"])
        unknown = {column["selector"] for column in query["columns"]} - rows
        assert not unknown, f"{panel['title']}: rows of {path} have no {unknown}"
    print(f"  ok      {len(dashboard['panels'])} panels of the Grafana example ask for figures that there are")


def properties(described, node):
    """The names of all properties under a node of the description."""
    found, seen, todo = set(), set(), [node]
    while todo:
        each = todo.pop()
        if isinstance(each, list):
            todo += each
        elif isinstance(each, dict):
            reference = each.get("$ref")
            if reference and reference not in seen:
                seen.add(reference)
                target = described
                for part in reference.removeprefix("#/").split("/"):
                    target = target[part]
                todo.append(target)
            if isinstance(each.get("properties"), dict):
                found |= each["properties"].keys()
            todo += each.values()
    return found


def synth(folder):
    cdk = folder / "cdk"
    shutil.copytree(ROOT / "deploy/cdk", cdk, ignore=shutil.ignore_patterns("node_modules", "cdk.out"))
    (folder / f"{NAME}.zip").write_bytes(b"PK\x05\x06" + b"\x00" * 18)
    run("npm ci of CDK", ["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=cdk)
    env = {**os.environ, "CAIRN_RELEASE": str(folder / NAME), "CDK_DISABLE_CLI_TELEMETRY": "1"}
    run("cdk synth", ["npx", "cdk", "synth", "--quiet", "--no-notices"], cwd=cdk, env=env)
    made = json.loads((cdk / "cdk.out/Analytics.template.json").read_text())
    nested = [r for r in made["Resources"].values() if r["Type"] == "AWS::CloudFormation::Stack"]
    assert len(nested) == 1 and nested[0]["Properties"]["Parameters"]["CodeKey"].endswith(".zip"), nested


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = template(folder)
        declared = json.loads(file.read_text())
        run("cfn-lint of a release's template", ["cfn-lint", "-t", file])
        for example in ["terraform/main.tf", "cdk/cairn.js"]:
            text = (ROOT / "deploy" / example).read_text()
            unknown = parameters_of(text) - declared["Parameters"].keys()
            assert not unknown and parameters_of(text) >= {"CodeBucket", "CodeKey", "SiteOrigin"}, f"{example} sets {unknown}"
            outputs = set(re.findall(r"outputs\[\"(\w+)\"\]", text))
            assert outputs <= declared["Outputs"].keys(), outputs
        print("  ok      the examples set parameters that exist")
        if shutil.which("terraform"):
            run("terraform fmt", ["terraform", "fmt", "-check", "-diff", ROOT / "deploy/terraform"])
        metadata = get_app_metadata(yaml_parse((ROOT / "template.yaml").read_text()))
        metadata.validate(["author", "description", "name", "semantic_version"])
        for where in [metadata.license_url, metadata.readme_url]:
            assert (ROOT / where).is_file(), where
        assert len(metadata.description) <= 256 and metadata.semantic_version == release.version(), metadata.description
        print("  ok      the metadata for sam publish")
        grafana()
        if "--cdk" in sys.argv:
            synth(folder)


if __name__ == "__main__":
    main()
