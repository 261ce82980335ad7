use super::Db;

pub const  MIGRATIONS: &[(&str, &str)] = &[
    #[cfg(not(miri))]
    ("1_a", include_str!("../../migrations/20260101000000_create_products.sql")),
    (
        "20260101000000_create_products",
        include_str!("../../migrations/20260101000000_create_products.sql"),
    ),
];

pub fn all(_: &Db) -> usize {
    MIGRATIONS.len()
}
