pub fn patterns() -> Vec<String> {
    include_str!("github-routes.txt")
        .lines()
        .filter(|l| l.starts_with('/'))
        .map(String::from)
        .collect()
}
pub fn paths() -> Vec<String> {
    patterns().iter().map(|p| p.replace(['{', '}'], "")).collect()
}
