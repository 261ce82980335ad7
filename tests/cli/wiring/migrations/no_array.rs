use super::Db;

const MIGRATIONS: &[(&str, &str)] = include!("all.rs");

pub fn all(_: &Db) -> usize {
    MIGRATIONS.len()
}
