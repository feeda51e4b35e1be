# syntax=docker/dockerfile:1
#
# Two images. `server`, the default, has ticket-mcp-sse (which it runs) and ticket-mcp-stdio; `api` has ticket-api.
# Both run as user 65532 and write nothing outside /tmp.
ARG SWIFT_IMAGE=swift:6.3-bookworm
ARG RUNTIME_IMAGE=debian:bookworm-slim

FROM ${SWIFT_IMAGE} AS sources
WORKDIR /src
COPY Scripts/system-packages.sh Scripts/
RUN sh Scripts/system-packages.sh
# The manifest names the folders of every target, so all of them have to be there. Package.resolved is used if there is one.
COPY Package.swift Package.resolve[d] ./
RUN swift package resolve
COPY Sources Sources
COPY Examples Examples
COPY Benchmarks Benchmarks
COPY Tests Tests

FROM sources AS build-server
RUN swift build -c release --static-swift-stdlib --product ticket-mcp-sse \
    && swift build -c release --static-swift-stdlib --product ticket-mcp-stdio \
    && mkdir /out && folder="$(swift build -c release --static-swift-stdlib --show-bin-path)" \
    && cp "$folder/ticket-mcp-sse" "$folder/ticket-mcp-stdio" /out/ && strip /out/*

FROM sources AS build-api
RUN swift build -c release --static-swift-stdlib --product ticket-api \
    && mkdir /out && cp "$(swift build -c release --static-swift-stdlib --show-bin-path)/ticket-api" /out/ && strip /out/*

FROM ${RUNTIME_IMAGE} AS runtime
# libcurl is opened when the first request is made, so no linker names it. Time zones are offsets: tzdata is not needed.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libcurl4 libstdc++6 libgcc-s1 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /
STOPSIGNAL SIGTERM
EXPOSE 8080

FROM runtime AS api
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsqlite3-0 libpq5 \
    && rm -rf /var/lib/apt/lists/*
COPY --chmod=0755 deploy/container/healthcheck /usr/local/bin/healthcheck
COPY --from=build-api /out/ticket-api /usr/local/bin/
LABEL org.opencontainers.image.title="ticket-api" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.description="Reference help-desk ticket REST API"
USER 65532:65532
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["healthcheck", "/health"]
# Refuses to start without TICKET_API_KEYS: others can reach this address.
CMD ["ticket-api", "serve", "--host", "0.0.0.0", "--port", "8080"]

FROM runtime AS server
# Opened when a Redis is named.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libhiredis0.14 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build-server /out/ticket-mcp-sse /out/ticket-mcp-stdio /usr/local/bin/
LABEL io.modelcontextprotocol.server.name="io.github.example/ticket-mcp" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.title="ticket-mcp" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.description="Help-desk tickets over the Model Context Protocol"
ENV MCP_HOST=0.0.0.0 PORT=8080
USER 65532:65532
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s --retries=3 CMD ["ticket-mcp-sse", "healthcheck"]
# No entry point: `docker run -i IMAGE ticket-mcp-stdio` is the other program.
CMD ["ticket-mcp-sse"]
