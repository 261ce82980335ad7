use super::Db;

const MIGRATIONS: &[(&str, &str)] = &[];

pub fn all(_: &Db) -> usize {
    MIGRATIONS.len()
}
