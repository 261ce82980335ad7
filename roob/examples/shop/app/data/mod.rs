//! Data: what is kept, and what the shop starts with.

use serde::ser::{Serialize, Serializer};
use serde::{Deserialize, Serialize as DeriveSerialize};

/// What the shop has, by category.
#[derive(Clone)]
pub struct Inventory(Vec<(&'static str, Vec<Item>)>);

/// A line of the inventory.
#[derive(Clone, DeriveSerialize)]
pub struct Item {
    product_id: u64,
    product_name: &'static str,
    brand: &'static str,
}

/// A product that can be added and removed.
#[derive(Clone, Deserialize, DeriveSerialize)]
pub struct Product {
    pub id: u64,
    product_name: String,
    brand: String,
}

impl Inventory {
    pub fn sample() -> Self {
        let item = |product_id, product_name, brand| Item { product_id, product_name, brand };
        Self(vec![
            ("mobile", vec![item(1, "S25 Ultra", "Samsung"), item(2, "iPhone", "Apple")]),
            ("laptop", vec![item(3, "Macbook Pro M4", "Apple"), item(4, "Dell XPS", "Dell")]),
        ])
    }

    pub fn category(&self, name: &str) -> Option<&[Item]> {
        let found = self.0.iter().find(|(category, _)| *category == name);
        found.map(|(_, items)| items.as_slice())
    }
}

pub fn sample_products() -> Vec<Product> {
    [(1, "S25 Ultra", "Samsung"), (2, "iPhone", "Apple")]
        .map(|(id, name, brand)| Product { id, product_name: name.into(), brand: brand.into() })
        .into()
}

impl Serialize for Inventory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(category, items)| (category, items)))
    }
}
