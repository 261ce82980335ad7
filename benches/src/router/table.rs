//! What a benchmark asks of every router: routes, and paths whose answer is known.

/// Routes in Roob's notation, and paths.
pub struct Table {
    /// The value of a route is its place in this list.
    pub patterns: Vec<String>,
    /// Paths that have a route, and which.
    pub hits: Vec<(String, usize)>,
    /// Paths that have none.
    pub misses: Vec<String>,
}
