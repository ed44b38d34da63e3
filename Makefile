# The words that a maintainer types most; everything else is ./tidemark --help.
.DEFAULT_GOAL := help
.PHONY: help up down test test-thorough test-fast bench format cluster compose-check sbom clean

MVN ?= mvn -ntp -B

help: ## List these words.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

up: ## Start everything on this machine, with traffic to look at.
	./tidemark up

down: ## Stop what `make up` started from another terminal.
	./tidemark down

test: ## Run the tests, with real servers and a real browser.
	$(MVN) verify

test-thorough: ## Run those, too, that take minutes each.
	$(MVN) verify -Pthorough

test-fast: ## Run the tests that start no program of ours.
	$(MVN) -DskipITs verify

bench: ## Run one benchmark: make bench BENCH=ParseBenchmark
	$(MVN) -q -pl bench -am compile dependency:build-classpath -Dmdep.outputFile=target/classpath
	java -cp bench/target/classes:$$(cat bench/target/classpath) org.openjdk.jmh.Main $(or $(BENCH),ParseBenchmark)

format: ## Format every source file.
	$(MVN) -q spotless:apply

cluster: ## Start a Flink cluster of several processes on this machine.
	./tidemark cluster flink

compose-check: ## Hold the files of the deployment against the program and the schema.
	$(MVN) -q -pl servers,pipeline,station test -Dtest='Compose*Test,Grafana*Test,Prometheus*Test' -Dsurefire.failIfNoSpecifiedTests=false

sbom: ## Write the bill of materials to target/tidemark-sbom.json.
	$(MVN) -q -Psbom validate

clean: ## Remove what was built; the data in .tidemark stays.
	$(MVN) -q clean
