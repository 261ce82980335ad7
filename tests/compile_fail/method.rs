use roob::{Controller, Routes};

struct Baskets;

impl Controller for Baskets {
    fn routes(on: Routes<Self>) -> Routes<Self> {
        on.path("/").get(Self::show)
    }
}

impl Baskets {
    async fn show(&self, _count: Vec<u32>) -> &'static str {
        "full"
    }
}

fn main() {}
