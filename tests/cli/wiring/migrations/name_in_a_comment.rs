use super::Db;

// "20260101000000_create_products"
const  MIGRATIONS: &[(&str, &str)] = &[("1_a", "20260101000000_create_products")];

pub fn all(_: &Db) -> usize {
    MIGRATIONS.len()
}
