mod products;

use products::Products;

pub fn size() -> usize {
    size_of::<Products>()
}
