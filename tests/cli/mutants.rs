//! Every generated test earns its place: the generated code is broken in one way after the other,
//! and each time a generated test must fail. Slow, as each mutant is built:
//! `cargo test -p roob-cli --features mutants --test mutants`.

#![allow(clippy::unwrap_used, dead_code, reason = "a test that cannot go on fails")]

mod built;
mod harness;

use built::{Workshop, said};
use harness::Shop;

/// A field of every type, and optional ones.
const FIELDS: &[&str] = &[
    "name:string",
    "note:text?",
    "about:text",
    "count:int",
    "price:float?",
    "weight:float",
    "in_stock:bool",
    "made_at:datetime",
    "token:uuid",
];

/// In `file`, the `nth` place that reads `find` becomes `replace`.
struct Mutant {
    file: &'static str,
    find: String,
    nth: usize,
    replace: String,
}

const CONTROLLER: &str = "src/controllers/products.rs";
const ERRORS: &str = "src/controllers/mod.rs";
const HEALTH: &str = "src/controllers/health.rs";
const SERVICE: &str = "src/services/products.rs";
const PAGINATION: &str = "src/services/pagination.rs";
const ERROR: &str = "src/services/error.rs";
const DATA: &str = "src/data/products.rs";
const CONNECTION: &str = "src/data/connection.rs";
const APP: &str = "src/lib.rs";
const LIST: &str = "src/data/migrations.rs";
const LISTED: &str = "(
    \"20260101000000_create_products\",
    include_str!(\"../../migrations/20260101000000_create_products.sql\"),
)";

fn mutants() -> Vec<Mutant> {
    let mut all = Vec::new();
    let mut add = |file, find: &str, nth, replace: &str| {
        all.push(Mutant { file, find: find.to_owned(), nth, replace: replace.to_owned() });
    };
    routes(&mut add);
    answers(&mut add);
    rules(&mut add);
    refusals(&mut add);
    queries(&mut add);
    columns(&mut add);
    all
}

type Add<'a> = &'a mut dyn FnMut(&'static str, &str, usize, &str);

fn routes(add: Add) {
    for route in [
        "get(Self::list)",
        "post(Self::create)",
        "get(Self::show)",
        "put(Self::update)",
        "delete(Self::delete)",
    ] {
        add(CONTROLLER, &format!(".{route}"), 0, "");
    }
    add(HEALTH, ".get(Self::show)", 0, "");
    add(APP, ".controller(controllers::Health::new(db.clone()))", 0, "");
    add(APP, WIRED, 0, "");
}

const WIRED: &str = "
        .controller(controllers::Products::new(services::ProductService::new(
            db.clone(),
        )))";

fn answers(add: Add) {
    add(
        CONTROLLER,
        "Ok(Json(self.products.list(pagination).await?))",
        0,
        "Ok(Json(pagination.of(Vec::new(), 0)))",
    );
    add(
        CONTROLLER,
        "Ok(Created::at(location, Json(created)))",
        0,
        "Ok(Created::at(\"/\", Json({ let _ = location; created })))",
    );
    // No 201, no 204.
    add(
        CONTROLLER,
        "Ok(Created::at(location, Json(created)))",
        0,
        "{ let _ = (location, created); Err(Error::new(roob::http::StatusCode::OK, \"\")) }",
    );
    add(
        CONTROLLER,
        "Ok(Json(self.products.find(id).await?))",
        0,
        "Ok(Json(self.products.find(id + 1).await?))",
    );
    add(
        CONTROLLER,
        "Ok(Json(self.products.update(id, new).await?))",
        0,
        "{ let _ = new; Ok(Json(self.products.find(id).await?)) }",
    );
    add(CONTROLLER, "self.products.delete(id).await?;", 0, "let _ = id;");
    add(CONTROLLER, "Ok(NoContent)", 0, "Err(Error::conflict(\"\"))");
    add(HEALTH, "Ok(()) => Ok(NoContent)", 0, "Ok(()) => Err(Error::conflict(\"\"))");
    add(HEALTH, "Error::unavailable(", 0, "Error::conflict(");
    add(ERRORS, "Self::not_found(error.to_string())", 0, "Self::conflict(error.to_string())");
    add(ERRORS, "Self::not_found(error.to_string())", 0, "Self::not_found(\"\")");
    add(ERRORS, "error.field(field, message)", 0, "{ let _ = (field, message); error }");
    add(ERRORS, "Self::invalid()", 0, "Self::bad_request(\"\")");
    add(ERROR, "No {what} found with id {id}", 0, "No {what} found, not even {id}");
    add(ERROR, "None | Some(ErrorKind::Other) =>", 0, "None | Some(_) =>");
    add(ERROR, "None | Some(ErrorKind::Other) =>", 0, "None =>");
    add(ERRORS, "Self::conflict(error.to_string())", 0, "Self::bad_request(error.to_string())");
    add(SERVICE, "what: \"product\"", 0, "what: \"thing\"");
}

fn rules(add: Add) {
    add(SERVICE, "pagination.check()?;", 0, "");
    add(SERVICE, "check(&new)?;", 0, "");
    add(SERVICE, "check(&new)?;", 1, "");
    for place in 0..2 {
        add(SERVICE, ".trim().is_empty()", place, ".trim().is_empty() && false");
        add(SERVICE, ".trim().is_empty()", place, ".is_empty()");
        add(SERVICE, "must not be blank", place, "is odd");
    }
    // Nobody but the fuzz has a name that begins with a character of two bytes.
    add(SERVICE, ".trim().is_empty()", 0, "[..1].trim().is_empty()");
    add(SERVICE, "if deleted {", 0, "if deleted || id > 0 {");
    add(SERVICE, "found.ok_or(not_found(id))", 0, "found.ok_or(Error::Invalid(Vec::new()))");
    add(SERVICE, "updated.ok_or(not_found(id))", 0, "updated.ok_or(Error::Invalid(Vec::new()))");
    add(PAGINATION, "self.page < 1", 0, "self.page < 0");
    add(PAGINATION, "self.page < 1", 0, "self.page == 0");
    add(PAGINATION, "self.page < 1", 0, "self.page < 2");
    add(PAGINATION, "(1..=MOST_PER_PAGE)", 0, "(0..=MOST_PER_PAGE)");
    add(PAGINATION, "(1..=MOST_PER_PAGE)", 0, "(2..=MOST_PER_PAGE)");
    add(PAGINATION, "(1..=MOST_PER_PAGE)", 0, "(1..=MOST_PER_PAGE + 1)");
    add(PAGINATION, "(1..=MOST_PER_PAGE)", 0, "(1..MOST_PER_PAGE)");
    add(PAGINATION, "must be at least 1", 0, "is odd");
    add(PAGINATION, "must be from 1 to 100", 0, "is odd");
    add(PAGINATION, "page: 1,", 0, "page: 2,");
    add(PAGINATION, "per_page: 20,", 0, "per_page: 21,");
    add(PAGINATION, "per_page: 20,", 0, "per_page: 19,");
    add(PAGINATION, "self.page - 1", 0, "self.page");
    add(PAGINATION, "saturating_mul", 0, "wrapping_mul");
    add(PAGINATION, "page: self.page,", 0, "page: 7,");
    add(PAGINATION, "per_page: self.per_page,", 0, "per_page: 7,");
    add(PAGINATION, "            total,", 0, "            total: total - total,");
    add(
        CONNECTION,
        "sqlx::query(\"SELECT 1\").execute(db).await.map(drop)",
        0,
        "{ let _ = db; Ok(()) }",
    );
}

/// What the arguments of a handler refuse, no longer refused or refused in another way.
fn refusals(add: Add) {
    // Any content type will do.
    add(CONTROLLER, CREATE, 0, &CREATE.replace(JSON, ANY_TYPE).replace("{\n", READ));
    add(CONTROLLER, UPDATE, 0, &UPDATE.replace(JSON, ANY_TYPE).replace("{\n", READ));
    // One status for all that is wrong with a body.
    add(CONTROLLER, CREATE, 0, &CREATE.replace(JSON, CAUGHT).replace("{\n", TOLD));
    add(CONTROLLER, UPDATE, 0, &UPDATE.replace(JSON, CAUGHT).replace("{\n", TOLD));
    // No limit.
    add(CONTROLLER, ".post(Self::create)", 0, ".post(Self::create).body_limit(usize::MAX)");
    add(CONTROLLER, ".put(Self::update)", 0, ".put(Self::update).body_limit(usize::MAX)");
    // One verb more.
    add(CONTROLLER, ".get(Self::list)", 0, ".get(Self::list).patch(Self::list)");
    add(CONTROLLER, ".get(Self::show)", 0, ".get(Self::show).patch(Self::show)");
    add(HEALTH, ".get(Self::show)", 0, ".get(Self::show).post(Self::show)");
    // The database's silence, in other words.
    add(HEALTH, "The database does not answer", 0, "Nothing answers");
}

const CREATE: &str = "async fn create(&self, Json(new): Json<NewProduct>) -> Result<Created<Json<Product>>, Error> {\n";
const UPDATE: &str = "        Json(new): Json<NewProduct>,
    ) -> Result<Json<Product>, Error> {\n";
const JSON: &str = "Json(new): Json<NewProduct>";
const ANY_TYPE: &str = "mut request: roob::Request";
const READ: &str = "{ let new: NewProduct = request.json().await?;\n";
const CAUGHT: &str = "new: Result<Json<NewProduct>, Error>";
const TOLD: &str = "{ let Json(new) = new.map_err(|_| Error::invalid())?;\n";

fn queries(add: Add) {
    add(DATA, "ORDER BY id", 0, "");
    add(DATA, "ORDER BY id", 0, "ORDER BY id DESC");
    add(DATA, "LIMIT ?", 0, "LIMIT ? * 1000");
    add(DATA, "OFFSET ?", 0, "OFFSET 0 * ?");
    add(DATA, "count(*)", 0, "count(*) + 1");
    add(DATA, "rows_affected() > 0", 0, "rows_affected() < 9");
    // find, update, delete
    for place in 0..3 {
        add(DATA, "WHERE id = ?", place, "WHERE id >= ?");
        add(DATA, "WHERE id = ?", place, "WHERE id <= ?");
        add(DATA, "WHERE id = ?", place, "WHERE id > ?");
    }
    add(DATA, "id: row.try_get(\"id\")?", 0, "id: 1");
    add("migrations/20260101000000_create_products.sql", " AUTOINCREMENT", 0, "");
}

fn columns(add: Add) {
    for field in FIELDS {
        let (name, kind) = field.split_once(':').unwrap();
        let (nothing, by) = match kind {
            "string" | "text" => ("\"\"", "&"),
            "text?" => ("None::<String>", "&"),
            "int" => ("0_i64", ""),
            "float" => ("0.5", ""),
            "float?" => ("None::<f64>", ""),
            "bool" => ("false", ""),
            "datetime" => ("DateTime::<Utc>::UNIX_EPOCH", ""),
            "uuid" => ("Uuid::nil()", ""),
            other => panic!("no mutants for `{other}`"),
        };
        // insert, update
        for place in 0..2 {
            let find = format!(".bind({by}new.{name})");
            add(DATA, &find, place, &format!(".bind({nothing})"));
        }
        if kind == "bool" {
            add(DATA, ".bind(new.in_stock)", 0, ".bind(true)");
            add(DATA, ".bind(new.in_stock)", 1, ".bind(true)");
        }
        let find = format!("{name}: row.try_get(\"{name}\")?");
        add(DATA, &find, 0, &format!("{name}: Default::default()"));
        // Left out of the JSON that is sent, and that is received.
        let find = format!("    pub {name}: ");
        add(DATA, &find, 0, &format!("    #[serde(skip)]\n    pub {name}: "));
        // A field that may be missing defaults as it is.
        let attribute = if kind.ends_with('?') { "skip" } else { "default" };
        add(DATA, &find, 1, &format!("    #[serde({attribute})]\n    pub {name}: "));
    }
}

fn project() -> Shop {
    let shop = Shop::new(&[]);
    shop.roob(["gen", "controller", "products"].iter().chain(FIELDS).copied()).ok();
    shop
}

#[test]
fn clippy_has_nothing_to_say() {
    let shop = project();
    let args = ["clippy", "--all-targets", "--", "-D", "warnings"];
    let clippy = Workshop::enter().cargo(&shop.root, args).output().unwrap();
    assert!(clippy.status.success(), "{}", said(&clippy));
}

#[test]
fn every_mutant_is_caught() {
    check(&project(), &mutants());
}

/// The same code, with the tests of its layer and nothing above it.
fn layer(kind: &str) -> Shop {
    let shop = Shop::new(&[]);
    shop.roob(["gen", kind, "products"].iter().chain(FIELDS).copied()).ok();
    shop
}

#[test]
fn every_mutant_of_data_is_caught_by_its_own_tests() {
    let mut all = Vec::new();
    let mut add = |file, find: &str, nth, replace: &str| {
        // What a client may leave out is told by those who have one.
        if !replace.contains("#[serde(default)]") {
            all.push(Mutant { file, find: find.to_owned(), nth, replace: replace.to_owned() });
        }
    };
    queries(&mut add);
    columns(&mut add);
    add(LIST, LISTED, 0, "");
    check(&layer("data"), &all);
}

#[test]
fn every_mutant_of_a_service_is_caught_by_its_own_tests() {
    let mut all = Vec::new();
    let mut add = |file, find: &str, nth, replace: &str| {
        // Only the fuzz has such texts.
        if file == SERVICE && !replace.contains("[..1]") {
            all.push(Mutant { file, find: find.to_owned(), nth, replace: replace.to_owned() });
        }
    };
    answers(&mut add);
    rules(&mut add);
    for (find, replace) in [
        ("pagination.per_page, pagination.offset()", "pagination.per_page, 0"),
        ("pagination.per_page, pagination.offset()", "100, pagination.offset()"),
        ("products::count(&self.db).await?", "0"),
        ("products::find(&self.db, id)", "products::find(&self.db, 1)"),
        ("products::insert(&self.db, &new).await?", "products::find(&self.db, 1).await?.unwrap()"),
        ("products::update(&self.db, id, &new)", "products::find(&self.db, id)"),
        ("products::delete(&self.db, id).await?", "id < 9"),
    ] {
        add(SERVICE, find, 0, replace);
    }
    check(&layer("service"), &all);
}

#[test]
fn every_mutant_of_a_middleware_and_a_migration_is_caught() {
    let shop = Shop::new(&["--with", "products"]);
    shop.roob(["gen", "migration", "add_sku_to_products", "sku:string?"]).ok();
    shop.roob(["gen", "migration", "fill_in_prices"]).ok();
    shop.roob(["gen", "middleware", "timing"]).ok();
    let entry = |name: &str| {
        let list = shop.read(LIST);
        let end = format!("include_str!(\"../../migrations/{name}.sql\"),\n    ),");
        let end = list.find(&end).unwrap() + end.len();
        let start = list[..end].rfind("\n    (").unwrap();
        list[start..end].to_owned()
    };
    let mutant = |file, find: &str, replace: &str| Mutant {
        file,
        find: find.to_owned(),
        nth: 0,
        replace: replace.to_owned(),
    };
    let timing = "src/middleware/timing.rs";
    let all = [
        mutant(LIST, &entry("20260101000001_add_sku_to_products"), ""),
        mutant(LIST, &entry("20260101000002_fill_in_prices"), ""),
        mutant("migrations/20260101000001_add_sku_to_products.sql", "COLUMN sku", "COLUMN sko"),
        mutant(APP, ".wrap(middleware::timing)", ""),
        mutant(timing, "response.headers_mut().append(\"server-timing\", told);", "drop(told);"),
        mutant(timing, "\"timing;dur={took:.3}\"", "\"timer;dur={took:.3}\""),
    ];
    check(&shop, &all);
}

#[track_caller]
fn check(shop: &Shop, mutants: &[Mutant]) {
    let mut workshop = Workshop::enter();
    let mut green = workshop.cargo(&shop.root, ["test", "--test", "it"]);
    let green = green.env("CI", "true").output().unwrap();
    assert!(green.status.success(), "the project is red before any mutant: {}", said(&green));

    let (mut survivors, mut broken) = (Vec::new(), Vec::new());
    for mutant in mutants {
        match mutant.outcome(&mut workshop, shop) {
            Outcome::Caught => {}
            Outcome::Survived => survivors.push(mutant.name()),
            Outcome::Broken(why) => broken.push(format!("{}: {why}", mutant.name())),
        }
    }
    println!("{} mutants, {} survived", mutants.len(), survivors.len());
    let (survivors, broken) = (survivors.join("\n"), broken.join("\n"));
    assert!(survivors.is_empty(), "no test noticed:\n{survivors}\nno mutants at all:\n{broken}");
    assert!(broken.is_empty(), "no mutants at all:\n{broken}");
}

enum Outcome {
    Caught,
    Survived,
    /// It does not compile, or its place is not there.
    Broken(String),
}

impl Mutant {
    fn name(&self) -> String {
        format!("{}: `{}` ({}) becomes `{}`", self.file, self.find, self.nth, self.replace)
    }

    fn outcome(&self, workshop: &mut Workshop, shop: &Shop) -> Outcome {
        let original = shop.read(self.file);
        let Some((place, _)) = original.match_indices(&self.find).nth(self.nth) else {
            return Outcome::Broken("there is no such place".to_owned());
        };
        let (before, after) = (&original[..place], &original[place + self.find.len()..]);
        shop.write(self.file, &format!("{before}{}{after}", self.replace));
        let outcome = build_and_test(workshop, shop);
        shop.write(self.file, &original);
        outcome
    }
}

fn build_and_test(workshop: &mut Workshop, shop: &Shop) -> Outcome {
    let build =
        workshop.cargo(&shop.root, ["test", "--test", "it", "--no-run", "-q"]).output().unwrap();
    if !build.status.success() {
        return Outcome::Broken(said(&build));
    }
    let mut test = workshop.cargo(&shop.root, ["test", "--test", "it", "-q"]);
    let test = test.env("CI", "true").output().unwrap();
    if test.status.success() { Outcome::Survived } else { Outcome::Caught }
}
