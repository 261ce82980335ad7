use super::Db;

static  MIGRATIONS: [(&str, &str); 1] = [("1_a", "")];

pub fn all(_: &Db) -> usize {
    MIGRATIONS.len()
}
