//! How many files the operating system lets this process open. A connection is one of them.

use std::sync::LazyLock;

/// Where Linux says it.
const LIMITS: &str = "/proc/self/limits";

/// The most files that may be open at once, where the operating system says it as text.
pub(super) fn limit() -> Option<usize> {
    static LIMIT: LazyLock<Option<usize>> =
        LazyLock::new(|| parse(&std::fs::read_to_string(LIMITS).ok()?));
    *LIMIT
}

/// The soft limit in a table such as that of proc_pid_limits(5).
fn parse(limits: &str) -> Option<usize> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn the_soft_limit_counts() {
        let limits = "\
Limit                     Soft Limit           Hard Limit           Units
Max processes             96365                96365                processes
Max open files            1024                 524288               files
";
        assert_eq!(parse(limits), Some(1024));
        assert_eq!(parse("Max open files            unlimited            unlimited"), None);
        assert_eq!(parse(""), None);
    }
}
