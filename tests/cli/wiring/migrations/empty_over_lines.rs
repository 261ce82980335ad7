use super::Db;

const  MIGRATIONS: &[(&str, &str)] = &[
    // none yet
];

pub fn all(_: &Db) -> usize {
    MIGRATIONS.len()
}
