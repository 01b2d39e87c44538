# Shortcuts for the commands of CONTRIBUTING.md. ARGS is passed on: make simulate ARGS="--seeds 200".
.DEFAULT_GOAL := help
.PHONY: help verify quick fast local format simulate bugs faults protocol browser clients integrations web web-format bench ci

help: ## list the goals
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

verify: ## the test command: formats, modules, all tests
	mvn -ntp verify

quick: ## only the pure rules: domain, facts and plan; under a minute
	mvn -ntp -pl functions test '-Dtest=dev/cairn/domain/**,dev/cairn/facts/**,dev/cairn/plan/**'

fast: ## only the tests of functions/; ARGS=-Dtest=OrdersTest for one class
	mvn -ntp -pl functions test $(ARGS)

local: ## run all of Cairn on this machine, with a demo
	./cairn local $(ARGS)

format: ## format the Java code
	mvn -q spotless:apply

simulate: ## the simulator against the reference model (20 seeds)
	mvn -q -pl functions,local,tests -DskipTests package
	tests/simulate $(or $(ARGS),--seeds 20)

bugs: ## put bugs in, one at a time; each must be caught
	tests/bugs $(ARGS)

faults: ## failing tables, killed workers, a failing stream
	tests/faults Tables
	CAIRN_BUILT=1 tests/faults Kills
	CAIRN_BUILT=1 tests/faults Stream

protocol: ## the protocol checker, quick
	tests/protocol/check $(or $(ARGS),--quick)

browser: ## the tests in a headless Chromium
	tests/browser $(ARGS)

clients: ## other tools' clients from npm against ./cairn local
	tests/clients $(ARGS)

integrations: ## npm, Next.js, WordPress, GTM, Shopify against ./cairn local; ARGS=gtm for one
	tests/integrations $(ARGS)

web: ## format and types of the JavaScript; needs Node.js
	cd web-tools && npm ci --silent --no-audit --no-fund && npm run --silent check

web-format: ## format the JavaScript
	cd web-tools && npm ci --silent --no-audit --no-fund && npm run --silent format

bench: ## a benchmark; ARGS=RealShop for another than Cost
	bench/run $(or $(ARGS),Cost)

ci: ## everything before a merge (about 45 minutes on two cores)
	.ci/run
