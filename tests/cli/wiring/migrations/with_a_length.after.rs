use super::Db;

static  MIGRATIONS: [(&str, &str); 2] = [("1_a", ""),
(
    "20260101000000_create_products",
    include_str!("../../migrations/20260101000000_create_products.sql"),
)];

pub fn all(_: &Db) -> usize {
    MIGRATIONS.len()
}
