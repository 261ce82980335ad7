use super::super::data::{Inventory, Item, Product};
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What can be done with products.
pub struct ProductService {
    inventory: Inventory,
    products: Mutex<Vec<Product>>,
}

/// What cannot.
#[derive(Debug)]
pub enum ProductError {
    /// There is no product with this id.
    NoProduct(u64),
    /// There is no such category.
    NoCategory(String),
}

impl ProductService {
    pub fn new(inventory: Inventory, products: Vec<Product>) -> Self {
        Self { inventory, products: Mutex::new(products) }
    }

    /// Everything, by category.
    pub fn all(&self) -> &Inventory {
        &self.inventory
    }

    /// Adds a product and gives all of them.
    pub fn create(&self, product: Product) -> Vec<Product> {
        let mut products = self.products();
        products.push(product);
        products.clone()
    }

    pub fn find(&self, id: u64) -> Result<Product, ProductError> {
        let products = self.products();
        let product = products.iter().find(|product| product.id == id);
        product.cloned().ok_or(ProductError::NoProduct(id))
    }

    /// Removes a product and gives those that are left.
    pub fn delete(&self, id: u64) -> Result<Vec<Product>, ProductError> {
        let mut products = self.products();
        let at = products.iter().position(|product| product.id == id);
        products.remove(at.ok_or(ProductError::NoProduct(id))?);
        Ok(products.clone())
    }

    pub fn in_category(&self, category: &str) -> Result<Vec<Item>, ProductError> {
        let items = self.inventory.category(category);
        items.map(<[Item]>::to_vec).ok_or_else(|| ProductError::NoCategory(category.to_owned()))
    }

    /// Each change is one call, so what a panic leaves behind is whole.
    fn products(&self) -> MutexGuard<'_, Vec<Product>> {
        self.products.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for ProductError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoProduct(id) => write!(f, "No product found with product id {id}"),
            Self::NoCategory(category) => write!(f, "{category} doesn't exist in the inventory"),
        }
    }
}

impl std::error::Error for ProductError {}
