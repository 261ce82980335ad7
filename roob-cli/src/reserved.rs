//! Words that mean something already. All in snake case, lower case.

/// Rust's own words: in use, kept for later, and those that only mean something in places.
/// `syn` takes several of them for plain identifiers, so this list is ours.
pub const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "auto", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "macro_rules", "match", "mod", "move", "mut", "override",
    "priv", "pub", "raw", "ref", "return", "safe", "self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where",
    "while", "yield",
];

/// Crates that a project uses or that Rust brings.
pub const CRATES: &[&str] = &[
    "alloc", "chrono", "core", "insta", "proc_macro", "roob", "serde", "serde_json", "sqlx", "std",
    "test", "tokio", "uuid",
];

/// Folders of cargo's own, which it takes for no package.
pub const CARGO: &[&str] = &["build", "deps", "examples", "incremental"];

/// Files of these names cannot be made on Windows.
pub const DEVICES: &[&str] = &[
    "aux", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con", "lpt1",
    "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Types that the generated code has in scope: an entity or controller of the same name would
/// hide them.
pub const TYPES: &[&str] = &[
    "Box", "Controller", "Created", "DateTime", "Db", "Deserialize", "Drop", "Err", "Error",
    "Fn", "FromRow", "Health", "Json", "NoContent", "None", "Ok", "Option", "Paginated",
    "Pagination", "Path", "Query", "Result", "Routes", "Row", "Self", "Send", "Serialize", "Some",
    "SqliteRow", "StatusCode", "String", "Sync", "TestClient", "ToString", "Utc", "Uuid", "Value", "Vec",
];

/// Modules of the generated project, and names that would stand inside one of the same name.
pub const MODULES: &[&str] = &[
    "app", "client", "connection", "controllers", "data", "error", "health", "main", "migrations",
    "pagination", "roob", "services", "sqlx", "std", "tests",
];

/// Words of SQLite's and PostgreSQL's grammars: as names they need quotes. Quoting every name
/// would be safe too, but SQLite takes a quoted name that no column has for a text, so a typing
/// error would go unnoticed.
pub const SQL: &[&str] = &[
    "abort", "action", "add", "after", "all", "alter", "always", "analyse", "analyze", "and",
    "any", "array", "as", "asc", "asymmetric", "attach", "authorization", "autoincrement",
    "before", "begin", "between", "binary", "both", "by", "cascade", "case", "cast", "check",
    "collate", "collation", "column", "commit", "concurrently", "conflict", "constraint", "create",
    "cross", "current", "current_catalog", "current_date", "current_role", "current_schema",
    "current_time", "current_timestamp", "current_user", "database", "default", "deferrable",
    "deferred", "delete", "desc", "detach", "distinct", "do", "drop", "each", "else", "end",
    "escape", "except", "exclude", "exclusive", "exists", "explain", "fail", "false", "fetch",
    "filter", "first", "following", "for", "foreign", "freeze", "from", "full", "generated",
    "glob", "grant", "group", "groups", "having", "if", "ignore", "ilike", "immediate", "in",
    "index", "indexed", "initially", "inner", "insert", "instead", "intersect", "into", "is",
    "isnull", "join", "key", "last", "lateral", "leading", "left", "like", "limit", "localtime",
    "localtimestamp", "match", "materialized", "natural", "no", "not", "nothing", "notnull",
    "null", "nulls", "of", "offset", "on", "only", "or", "order", "others", "outer", "over",
    "overlaps", "partition", "placing", "plan", "pragma", "preceding", "primary", "query",
    "raise", "range", "recursive", "references", "regexp", "reindex", "release", "rename",
    "replace", "restrict", "returning", "right", "rollback", "row", "rows", "savepoint", "select",
    "session_user", "set", "similar", "some", "symmetric", "system_user", "table", "tablesample",
    "temp", "temporary", "then", "ties", "to", "trailing", "transaction", "trigger", "true",
    "unbounded", "union", "unique", "update", "user", "using", "vacuum", "values", "variadic",
    "verbose", "view", "virtual", "when", "where", "window", "with", "within", "without",
];
