use roob::App;

pub fn app(db: shop_data::Db) -> App {
    App::new()
}
