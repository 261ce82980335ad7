use super::Db;

const MIGRATIONS: &[(&str, &str)] = &[
    ("1_a", ""),
];

pub fn all(_: &Db) -> usize {
    MIGRATIONS.len()
}
