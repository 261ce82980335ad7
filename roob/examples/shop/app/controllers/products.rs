use super::super::data::{Inventory, Item, Product};
use super::super::services::{ProductError, ProductService};
use roob::{Controller, Error, Json, Path, Request, Routes};

/// `/api/products`.
pub struct Products {
    service: ProductService,
}

impl Controller for Products {
    fn routes(on: Routes<Self>) -> Routes<Self> {
        on.path("/api/products")
            .get(Self::list)
            .post(Self::create)
            .path("/api/products/{id:d}")
            .get(Self::show)
            .delete(Self::delete)
            .path("/api/products/{category}")
            .get(Self::in_category)
    }
}

impl Products {
    pub fn new(service: ProductService) -> Self {
        Self { service }
    }

    fn list(&self) -> Json<Inventory> {
        Json(self.service.all().clone())
    }

    /// Reads the body whatever its content type says: the first Roob did, and `curl -d` sends a form's.
    async fn create(&self, mut request: Request) -> Result<Json<Vec<Product>>, Error> {
        Ok(Json(self.service.create(request.json().await?)))
    }

    fn show(&self, Path(id): Path<u64>) -> Result<Json<Product>, ProductError> {
        self.service.find(id).map(Json)
    }

    fn delete(&self, Path(id): Path<u64>) -> Result<Json<Vec<Product>>, ProductError> {
        self.service.delete(id).map(Json)
    }

    fn in_category(&self, Path(category): Path<String>) -> Result<Json<Vec<Item>>, ProductError> {
        self.service.in_category(&category).map(Json)
    }
}

impl From<ProductError> for Error {
    fn from(error: ProductError) -> Self {
        Self::not_found(error.to_string())
    }
}
