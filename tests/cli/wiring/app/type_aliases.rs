pub mod controllers;
pub mod data;
pub mod services;

type Web = roob::App;
type Store = data::Db;

pub fn app(store: Store) -> Web {
    Web::new( )
}
