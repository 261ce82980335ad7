use super::Db;

const  MIGRATIONS: &[(&str, &str)] = &[
  ("1_a", ""), // old
  (
      "20260101000000_create_products",
      include_str!("../../migrations/20260101000000_create_products.sql"),
  ),
];

pub fn all(_: &Db) -> usize {
    MIGRATIONS.len()
}
