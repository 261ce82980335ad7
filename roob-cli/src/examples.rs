//! What stands below the help of each command.

pub(crate) const NEW: &str = "\
Examples:
  roob new shop                           a project that runs, with tests
  roob new shop --with products           with a resource in it
  roob new shop --with products --run     tested and served at once
  roob new shop --dry-run                 what would be written";

pub(crate) const TEST: &str = "\
Examples:
  roob test                               run the tests, print what they look at
  roob test --min 100                     fail while they miss an answer
  roob test --transport http1             the same suite through real sockets
  roob test --runner nextest -- -E 'test(products)'";

pub(crate) const GEN: &str = "\
Examples:
  roob gen controller products name:string price:float
  roob gen service invoices total:float
  roob gen data countries code:string name:string
  roob gen migration add_sku_to_products sku:string?
  roob gen middleware timing
  roob gen test products::delete";

pub(crate) const CONTROLLER: &str = "\
Examples:
  roob gen controller products name:string price:float description:text?
      GET and POST /api/products, GET, PUT and DELETE /api/products/{id}: a migration,
      src/data, src/services and src/controllers, tests/it with snapshots, all of it wired
  roob gen controller admin/products
      the same in a namespace: /api/admin/products, controllers::admin::Products
  roob gen controller cactus --plural cactuses
      where English would say `cacti`
  roob gen controller products --plan json
      what would be written, for programs

`roob undo` takes it back.";

pub(crate) const SERVICE: &str = "\
Examples:
  roob gen service invoices total:float note:text?
      a migration, src/data/invoices.rs, src/services/invoices.rs with `InvoiceService`, and
      tests/it/service_layer/invoices.rs; a controller by hand may use it, or
      `roob gen controller invoices total:float note:text?` adds its own later
  roob gen service billing/invoices
      the same in a namespace: services::billing::InvoiceService";

pub(crate) const DATA: &str = "\
Examples:
  roob gen data countries code:string name:string
      a migration, src/data/countries.rs with page, count, find, insert, update and delete, and
      tests/it/data_layer/countries.rs
  roob gen data geo/countries
      the same in a namespace: data::geo::countries, the table geo_countries";

pub(crate) const MIGRATION: &str = "\
Examples:
  roob gen migration add_sku_to_products sku:string?
      ALTER TABLE products ADD COLUMN sku TEXT, and a test that looks for it
  roob gen migration fill_in_prices
      an empty file for your SQL, and a test that it runs";

pub(crate) const MIDDLEWARE: &str = "\
Examples:
  roob gen middleware timing
      src/middleware/timing.rs, which tells its time in `server-timing`, `.wrap(middleware::timing)`
      around the app, and tests/it/middleware/timing.rs";

pub(crate) const GEN_TEST: &str = "\
Examples:
  roob gen test products::delete          what no test looks at yet, as tests
  roob gen test 'GET /healthz'            of a handler without a name

`roob undo` takes it back.";

pub(crate) const UNDO: &str = "\
Examples:
  roob undo                               the last one
  roob undo --list                        what can be undone
  roob undo products --dry-run            what would go

If a file was edited since, nothing is undone, and the exit code is 3; of a file of the project's own
that `roob gen` added lines to, those lines go. What `roob new` made goes with its folder.";

pub(crate) const COMPLETIONS: &str = "\
Examples:
  roob completions bash > ~/.local/share/bash-completion/completions/roob
  roob completions zsh > ~/.zfunc/_roob
  roob completions fish > ~/.config/fish/completions/roob.fish
  roob completions powershell >> $PROFILE";

pub(crate) const MAN: &str = "\
Examples:
  roob man > roob.1
  roob man gen controller | man -l -";
