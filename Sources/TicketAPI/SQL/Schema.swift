/// The tables, one migration for each change of them.
enum Schema {
    static let migrations: [Migration] = [
        Migration("1 masters") { db in
            try db.script(db.dialect.definition(masters))
            try MasterRows.insert(db)
        },
        Migration("2 tickets") { db in try db.script(db.dialect.definition(tickets)) },
        Migration("3 changes") { db in
            try db.script(db.dialect.definition(changes))
            try Secrets.insert(db)
        },
        Migration("4 search") { db in
            try SearchIndex.create(db)
            try SearchRebuild.run(db)
        },
        Migration("5 events") { db in try db.script(db.dialect.definition(events)) },
    ]

    private static let masters = """
        CREATE TABLE users (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, kana TEXT, email TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL CHECK (role IN ('agent', 'admin', 'requester')), team TEXT,
            active INTEGER NOT NULL DEFAULT 1, search TEXT NOT NULL);
        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_kana TEXT,
            active INTEGER NOT NULL DEFAULT 1, search TEXT NOT NULL);
        CREATE TABLE categories (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1, search TEXT NOT NULL);
        CREATE TABLE category_details (
            id INTEGER PRIMARY KEY, category_id INTEGER NOT NULL REFERENCES categories (id), name TEXT NOT NULL,
            active INTEGER NOT NULL DEFAULT 1, required_fields TEXT NOT NULL DEFAULT '', search TEXT NOT NULL);
        CREATE INDEX category_details_category ON category_details (category_id);
        CREATE TABLE statuses (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_ja TEXT NOT NULL,
            phase TEXT NOT NULL CHECK (phase IN ('new', 'open', 'pending', 'resolved', 'closed')),
            is_terminal INTEGER NOT NULL DEFAULT 0, sort INTEGER NOT NULL);
        CREATE TABLE status_transitions (
            from_id INTEGER NOT NULL REFERENCES statuses (id), to_id INTEGER NOT NULL REFERENCES statuses (id),
            admin_only INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (from_id, to_id)) WITHOUT ROWID;
        CREATE TABLE request_channels (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, active INTEGER NOT NULL DEFAULT 1);
        """

    private static let tickets = """
        CREATE TABLE tickets (
            id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, description TEXT NOT NULL,
            status_id INTEGER NOT NULL REFERENCES statuses (id), priority INTEGER NOT NULL CHECK (priority BETWEEN 1 AND 4),
            category_id INTEGER REFERENCES categories (id), category_detail_id INTEGER REFERENCES category_details (id),
            request_channel_id INTEGER NOT NULL REFERENCES request_channels (id), account_id INTEGER REFERENCES accounts (id),
            requester_id INTEGER REFERENCES users (id), requester_name TEXT, requester_contact TEXT,
            assignee_id INTEGER REFERENCES users (id), tags TEXT NOT NULL DEFAULT '',
            due_at INTEGER, first_response_at INTEGER, resolved_at INTEGER, closed_at INTEGER,
            created_by INTEGER NOT NULL REFERENCES users (id), created_at INTEGER NOT NULL,
            updated_by INTEGER NOT NULL REFERENCES users (id), updated_at INTEGER NOT NULL,
            version INTEGER NOT NULL, history_count INTEGER NOT NULL,
            title_search TEXT NOT NULL, search TEXT NOT NULL);
        CREATE INDEX tickets_updated ON tickets (updated_at, id);
        CREATE INDEX tickets_created ON tickets (created_at, id);
        CREATE INDEX tickets_due ON tickets (due_at, id);
        CREATE INDEX tickets_assignee ON tickets (assignee_id, updated_at);
        CREATE INDEX tickets_account ON tickets (account_id, updated_at);
        CREATE INDEX tickets_requester ON tickets (requester_id, updated_at);
        CREATE TABLE ticket_tags (
            tag TEXT NOT NULL, ticket_id INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
            PRIMARY KEY (tag, ticket_id)) WITHOUT ROWID;
        CREATE INDEX ticket_tags_ticket ON ticket_tags (ticket_id);
        CREATE TABLE history (
            id {row id}, ticket_id INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE, seq INTEGER NOT NULL,
            kind TEXT NOT NULL, visibility TEXT NOT NULL, body TEXT NOT NULL, author_id INTEGER REFERENCES users (id),
            channel_id INTEGER REFERENCES request_channels (id), changes TEXT NOT NULL, minutes_spent INTEGER,
            occurred_at INTEGER NOT NULL, created_at INTEGER NOT NULL, ticket_version INTEGER NOT NULL,
            UNIQUE (ticket_id, seq));
        """

    /// Every change of a ticket has a number, and the numbers are in the order in which the changes took effect: whoever takes one
    /// keeps the next from being taken until the end of the transaction. `ticket_moves` tells where a ticket stood before a change.
    private static let changes = """
        CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO counters (name, value) VALUES ('change', 0);
        INSERT INTO counters (name, value) SELECT 'ticket', coalesce(max(id), 0) FROM tickets;
        ALTER TABLE tickets ADD COLUMN change INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE ticket_moves (
            change INTEGER PRIMARY KEY, prior_change INTEGER NOT NULL,
            ticket_id INTEGER NOT NULL REFERENCES tickets (id) ON DELETE CASCADE, at INTEGER NOT NULL,
            title_search TEXT NOT NULL, priority INTEGER NOT NULL, due_at INTEGER, updated_at INTEGER NOT NULL);
        CREATE TABLE idempotency_keys (
            user_id INTEGER NOT NULL REFERENCES users (id), key TEXT NOT NULL, fingerprint TEXT NOT NULL, created_at INTEGER NOT NULL,
            status INTEGER, headers TEXT, body TEXT, PRIMARY KEY (user_id, key)) WITHOUT ROWID;
        CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
        CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        DROP INDEX tickets_due;
        CREATE INDEX tickets_due_rising ON tickets (coalesce(due_at, 9223372036854775807), id);
        CREATE INDEX tickets_due_falling ON tickets (coalesce(due_at, -9223372036854775807), id);
        CREATE INDEX tickets_priority ON tickets (priority, id);
        CREATE INDEX tickets_status ON tickets (status_id, updated_at);
        CREATE INDEX tickets_category ON tickets (category_id, updated_at);
        """

    /// What has happened, in order, for those who follow; and how far each webhook has been told.
    private static let events = """
        INSERT INTO counters (name, value) VALUES ('event', 0);
        CREATE TABLE change_events (
            id INTEGER PRIMARY KEY, type TEXT NOT NULL, key TEXT NOT NULL, at INTEGER NOT NULL, ticket TEXT, account_id INTEGER,
            payload TEXT NOT NULL);
        CREATE TABLE webhooks (
            url TEXT PRIMARY KEY, position INTEGER NOT NULL, holder TEXT NOT NULL DEFAULT '', held_until INTEGER NOT NULL DEFAULT 0);
        """
}
