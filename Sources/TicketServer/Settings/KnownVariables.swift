/// The variables that this package's programs read. One program's variables are no mistake in the environment of another.
enum KnownVariables {
    static let names: Set = [
        "MCP_ALLOWED_HOSTS", "MCP_ALLOWED_ORIGINS", "MCP_API_BASE_URL", "MCP_API_KEY", "MCP_CLOUD_RUN_TIMEOUT", "MCP_HOST",
        "MCP_LOG_FORMAT", "MCP_LOG_LEVEL", "MCP_MCP_API_KEY",
        "MCP_OAUTH_AUDIENCE", "MCP_OAUTH_CLIENT_ID", "MCP_OAUTH_CLIENT_SECRET", "MCP_OAUTH_ENABLED", "MCP_OAUTH_ISSUER", "MCP_PUBLIC_URL",
        "MCP_RATE_LIMIT", "MCP_READ_ONLY",
        "MCP_REDIS_URL", "MCP_SHARED_SECRET", "MCP_SHOW_EMAIL", "MCP_STRICT_TYPES", "MCP_TIME_ZONE", "MCP_TOOLSETS", "MCP_TRANSPORT_TYPE",
    ]
}
