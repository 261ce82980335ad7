use super::Db;

const  MIGRATIONS: &[(&str, &str)] = &[
  ("1_a", "") // old
];

pub fn all(_: &Db) -> usize {
    MIGRATIONS.len()
}
