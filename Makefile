.PHONY: configuration demo demo-http test test-image coverage documentation check soundness bench bench-tickets release system test-system python format lint clean demo-cluster test-cluster measure

# Static: a program that a client starts for each session must start fast, and a shipped one must need no Swift.
RELEASE := -c release --static-swift-stdlib

# Tests that end a process of their own. They have a run to themselves: Swift Testing waits for any child that ends, and is held up by those
# of other tests.
TRAPS := Traps?\(\)

demo: release python
	@.venv/bin/python Scripts/demo.py stdio "$$(swift build $(RELEASE) --show-bin-path)/ticket-mcp-stdio"

demo-http: release python
	swift build $(RELEASE) --product ticket-mcp-sse
	@.venv/bin/python Scripts/demo.py http "$$(swift build $(RELEASE) --show-bin-path)/ticket-mcp-sse"

# Two instances behind a balancer, with PostgreSQL and Redis; until Ctrl-C, or with OPTIONS=--once until all has been shown.
demo-cluster: release test-system python
	swift build $(RELEASE) --product ticket-mcp-sse
	@.venv/bin/python -B Scripts/cluster.py "$$(swift build $(RELEASE) --show-bin-path)" $(OPTIONS)

test: test-system python
	# A few at a time: many of them start servers and browsers, and look at what comes in time.
	swift build --build-tests
	@.venv/bin/python Scripts/run-tests.py 900 swift test --skip-build --experimental-maximum-parallelization-width 4 --skip '$(TRAPS)'
	@.venv/bin/python Scripts/run-tests.py 120 swift test --skip-build --filter '$(TRAPS)'
	@sh Scripts/build-examples.sh
	@.venv/bin/python -B Scripts/test-documents.py "$$(swift build --show-bin-path)"
	@.venv/bin/python -B Tests/Cluster/run.py "$$(swift build --show-bin-path)" --scale 0.02
	@$(MAKE) --no-print-directory check

# Several instances, at the length that the bars ask for: 10,000 operations over everything, 20 times kill -9, Redis restarted 10 times.
test-cluster: release test-system python
	swift build $(RELEASE) --product ticket-mcp-sse
	@.venv/bin/python -B Tests/Cluster/run.py "$$(swift build $(RELEASE) --show-bin-path)"

# What a session, a stream, an event and a call cost: the numbers of docs/capacity.md.
measure: release test-system python
	swift build $(RELEASE) --product ticket-mcp-sse
	@.venv/bin/python -B Tests/Cluster/measure.py "$$(swift build $(RELEASE) --show-bin-path)"

# That documents, packages and deployment say what the sources do.
check: python
	@.venv/bin/python -B Scripts/check-docs.py
	@.venv/bin/python -B Scripts/test-checks.py
	@.venv/bin/python -B Scripts/test-packaging.py
	@sh Scripts/test-deploy.sh

# The tables of the configuration reference, from the declarations in the code.
configuration: python
	@.venv/bin/python -B Scripts/configuration.py

# Format, and what must not stand in sources.
soundness:
	@sh Scripts/soundness.sh

release: system
	swift build $(RELEASE) --product ticket-mcp-stdio
	swift build $(RELEASE) --product ticket-api

# The Dockerfile's last stages in a bare Debian root, down to served requests. Apart from `test`, since it takes a release build and root.
test-image: release
	swift build $(RELEASE) --product ticket-mcp-sse
	@sh Scripts/test-image.sh "$$(swift build $(RELEASE) --show-bin-path)"

# All tests again, with counters in everything: at least 85 % of the lines of Sources run.
coverage: test-system python
	@sh Scripts/coverage.sh

# The libraries' documentation, without a warning.
documentation: system
	@sh Scripts/documentation.sh

# Of the engine, of stdio, and of HTTP beside a bare handler and a server with the Python SDK.
bench: release python
	swift build $(RELEASE) --product EngineBenchmark
	swift build $(RELEASE) --product EchoServer
	swift build $(RELEASE) --product StdioBenchmark
	swift build $(RELEASE) --product BareHTTPServer
	swift build $(RELEASE) --product EchoHTTPServer
	swift build $(RELEASE) --product HTTPBenchmark
	@PROJECT="$$PWD" && cd "$$(swift build $(RELEASE) --show-bin-path)" && ./EngineBenchmark && ./StdioBenchmark ./EchoServer \
		&& ./HTTPBenchmark . "$$PROJECT/.venv/bin/python" "$$PROJECT/Benchmarks/python_echo.py"

# A million tickets, in SQLite and in PostgreSQL: what reading them takes.
bench-tickets: release test-system
	swift build $(RELEASE) --product TicketBenchmark
	@cd "$$(swift build $(RELEASE) --show-bin-path)" && mkdir -p "$${TMPDIR:-/tmp}/ticket-bench" \
		&& ./TicketBenchmark ./ticket-api "$${TMPDIR:-/tmp}/ticket-bench" 1000000

system:
	@sh Scripts/system-packages.sh

test-system:
	@sh Scripts/system-packages.sh test

python: system
	@sh Scripts/python-clients.sh

format:
	swift format -i -p -r Package.swift Sources Tests Benchmarks Examples

lint:
	swift format lint -s -p -r Package.swift Sources Tests Benchmarks Examples

clean:
	rm -rf .build .venv
