//! Names that a user gives: what is accepted, and what to say about the rest.

use std::{fmt, path::Path};

use heck::{ToKebabCase, ToPascalCase, ToSnakeCase, ToTitleCase};

use crate::{
    error::Error,
    reserved,
    words::{article, plural, singular},
};

const LONGEST: usize = 64;
const SQLITE: &str = "sqlite_";

/// What a name is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A project: `shop`.
    Project,
    /// A controller: `products`.
    Controller,
    /// What controllers are in: `admin`.
    Namespace,
    /// A field: `price`.
    Field,
    /// A migration: `add_sku_to_products`.
    Migration,
    /// A middleware: `timing`.
    Middleware,
}

impl Kind {
    fn example(self) -> &'static str {
        match self {
            Self::Project => "shop",
            Self::Controller => "products",
            Self::Namespace => "admin",
            Self::Field => "price",
            Self::Migration => "add_sku_to_products",
            Self::Middleware => "timing",
        }
    }

    fn case(self) -> &'static str {
        match self {
            Self::Project => "kebab",
            _ => "snake",
        }
    }

    /// The form in which such a name is written.
    fn written(self, name: &str) -> String {
        match self {
            Self::Project => name.to_kebab_case(),
            _ => name.to_snake_case(),
        }
    }

    /// Appended to a word that is taken.
    fn distinguish(self, name: &str) -> String {
        match self {
            Self::Project => format!("{name}-app"),
            Self::Controller | Self::Namespace => format!("app-{}", name.to_kebab_case()),
            Self::Field => format!("{name}_value"),
            Self::Migration | Self::Middleware => format!("app_{name}"),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Project => "a project",
            Self::Controller => "a controller",
            Self::Namespace => "a namespace",
            Self::Field => "a field",
            Self::Migration => "a migration",
            Self::Middleware => "a middleware",
        })
    }
}

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Problem {
    Empty,
    Path,
    TooLong,
    Digit,
    Character(char),
    Letter,
    Case(&'static str),
    Keyword,
    Crate,
    Cargo,
    Device,
    Used,
    Sqlite,
    Id,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::Path => f.write_str("it is a path"),
            Self::TooLong => write!(f, "it is longer than {LONGEST} characters"),
            Self::Digit => f.write_str("it starts with a digit"),
            Self::Character(' ') => f.write_str("it holds a space"),
            Self::Character(c) => write!(f, "it holds `{}`", c.escape_debug()),
            Self::Letter => f.write_str("it does not start with a letter"),
            Self::Case(case) => write!(f, "it is not in {case} case"),
            Self::Keyword => f.write_str("it is a word of Rust's own"),
            Self::Crate => f.write_str("a crate that the project uses has it"),
            Self::Cargo => f.write_str("cargo has a folder of that name"),
            Self::Device => f.write_str("it is a device on Windows"),
            Self::Used => f.write_str("the generated code uses it for something else"),
            Self::Sqlite => f.write_str("SQLite keeps names that begin with `sqlite_` to itself"),
            Self::Id => f.write_str("the database gives every row one"),
        }
    }
}

/// A project's name that cargo, Rust and every file system take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectName(String);

impl ProjectName {
    /// Takes `name`, or says what would do instead.
    pub fn parse(name: &str) -> Result<Self, Error> {
        check(Kind::Project, name)?;
        Ok(Self(name.to_owned()))
    }

    /// The package and the folder: `my-shop`.
    pub fn package(&self) -> &str {
        &self.0
    }

    /// The crate: `my_shop`.
    pub fn krate(&self) -> String {
        self.0.replace('-', "_")
    }

    /// For people: `My Shop`.
    pub fn title(&self) -> String {
        self.0.to_title_case()
    }
}

/// A controller's name in all the forms that the generated code needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceName {
    /// What it is in, the outermost first: `admin`.
    pub namespace: Vec<String>,
    /// `order_item`
    pub singular: String,
    /// `order_items`: the modules, the table.
    pub plural: String,
    /// `OrderItem`
    pub entity: String,
    /// `OrderItems`, or `NewsController` where one and many are the same word.
    pub controller: String,
}

impl ResourceName {
    /// Takes one or many, in any case, in namespaces or none: `products`, `Product`, `order-items`,
    /// `admin/products`.
    pub fn parse(name: &str) -> Result<Self, Error> {
        Self::parse_with(name, None, None)
    }

    /// The same, where `singular` or `plural` is not what English makes of the name.
    pub fn parse_with(
        name: &str,
        singular: Option<&str>,
        plural: Option<&str>,
    ) -> Result<Self, Error> {
        let mut namespace: Vec<&str> = name.split('/').collect();
        let own = namespace.pop().unwrap_or_default();
        for one in &namespace {
            check(Kind::Namespace, one)?;
        }
        for form in [singular, plural].into_iter().flatten() {
            in_shape(Kind::Controller, form)?;
        }
        in_shape(Kind::Controller, own)?;
        let namespace = namespace.into_iter().map(ToSnakeCase::to_snake_case).collect();
        let derived = Self::derive(own, singular, plural);
        if let Some(problem) = taken_resource(&derived) {
            let given = singular.or(plural).unwrap_or(own);
            return Err(Error::Argument(explain(Kind::Controller, given, problem)));
        }
        let name = Self { namespace, ..derived };
        let problem = match name.table() {
            table if table.len() > LONGEST && name.id() != table => Problem::TooLong,
            table if table.starts_with(SQLITE) => Problem::Sqlite,
            _ => return Ok(name),
        };
        Err(Error::Argument(explain(Kind::Controller, &name.table(), problem)))
    }

    fn derive(name: &str, one: Option<&str>, many: Option<&str>) -> Self {
        let snake = name.to_snake_case();
        let singular = one.map_or_else(|| singular(&snake), ToSnakeCase::to_snake_case);
        let plural = match (one, many) {
            (_, Some(many)) => many.to_snake_case(),
            // The name is then the other form, if it is not that one again.
            (Some(_), None) if snake != singular => snake,
            _ => plural(&snake),
        };
        let entity = singular.to_pascal_case();
        let controller = match plural.to_pascal_case() {
            same if same == entity => format!("{same}Controller"),
            plural => plural,
        };
        Self { namespace: Vec::new(), singular, plural, entity, controller }
    }

    /// `admin/order_items`, which nothing else in a project is called.
    pub fn id(&self) -> String {
        self.joined("/", &self.plural)
    }

    /// `admin_order_items`
    pub fn table(&self) -> String {
        self.joined("_", &self.plural)
    }

    /// `/api/admin/order-items`
    pub fn path(&self) -> String {
        let parts = self.namespace.iter().chain([&self.plural]);
        let kebab: Vec<String> = parts.map(|part| part.to_kebab_case()).collect();
        format!("/api/{}", kebab.join("/"))
    }

    /// The module that it is in: `controllers`, or `controllers`, `admin`.
    pub(crate) fn path_to(&self, layer: &str) -> Vec<String> {
        [layer.to_owned()].into_iter().chain(self.namespace.iter().cloned()).collect()
    }

    fn joined(&self, between: &str, last: &str) -> String {
        let parts = self.namespace.iter().map(String::as_str).chain([last]);
        parts.collect::<Vec<_>>().join(between)
    }

    /// `order item`
    pub fn one(&self) -> String {
        self.singular.replace('_', " ")
    }

    /// `order items`
    pub fn many(&self) -> String {
        self.plural.replace('_', " ")
    }

    /// `an order item`
    pub fn a_one(&self) -> String {
        format!("{} {}", article(&self.one()), self.one())
    }
}

/// A migration's name, in any case.
pub(crate) fn migration(name: &str) -> Result<String, Error> {
    check(Kind::Migration, name).map(|()| name.to_snake_case())
}

/// A middleware's name, in any case.
pub(crate) fn middleware(name: &str) -> Result<String, Error> {
    check(Kind::Middleware, name).map(|()| name.to_snake_case())
}

/// A field's name.
pub(crate) fn field(name: &str) -> Result<String, Error> {
    check(Kind::Field, name).map(|()| name.to_owned())
}

fn check(kind: Kind, name: &str) -> Result<(), Error> {
    match problem(kind, name) {
        None => Ok(()),
        Some(problem) => Err(Error::Argument(explain(kind, name, problem))),
    }
}

/// Refuses what could not be a name, whatever it means.
fn in_shape(kind: Kind, name: &str) -> Result<(), Error> {
    match shape(kind, name).or_else(|| keyword(kind, name)) {
        None => Ok(()),
        Some(problem) => Err(Error::Argument(explain(kind, name, problem))),
    }
}

fn explain(kind: Kind, name: &str, problem: Problem) -> String {
    let folder = Path::new(name).parent().filter(|folder| *folder != Path::new(""));
    let go = match (kind, problem, folder) {
        (Kind::Project, Problem::Path, Some(folder)) => {
            format!("go to `{}` and ", folder.display())
        }
        _ => String::new(),
    };
    let shown: String = name.chars().take(LONGEST + 1).collect();
    let more = if shown.len() < name.len() { "…" } else { "" };
    let better = suggestion(kind, name);
    format!("`{shown}{more}` cannot name {kind}, as {problem}: {go}try `{better}`")
}

/// The first of several guesses that is accepted.
fn suggestion(kind: Kind, name: &str) -> String {
    let last = name.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(name);
    let plain: String =
        last.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let rest = plain.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
    let digits: String = plain.chars().take_while(char::is_ascii_digit).collect();
    let written = kind.written(&format!("{rest}{digits}"));
    let short: String = written.chars().take(LONGEST).collect();
    let short = kind.written(&short);
    [short.clone(), plural(&short), kind.distinguish(&short)]
        .into_iter()
        .find(|guess| !short.is_empty() && problem(kind, guess).is_none())
        .unwrap_or_else(|| kind.example().to_owned())
}

/// What is wrong with `name`, the plainest thing first.
fn problem(kind: Kind, name: &str) -> Option<Problem> {
    shape(kind, name).or_else(|| taken(kind, name))
}

fn shape(kind: Kind, name: &str) -> Option<Problem> {
    if name.is_empty() {
        return Some(Problem::Empty);
    }
    if name.contains(['/', '\\']) || name.chars().all(|c| c == '.') {
        return Some(Problem::Path);
    }
    let allowed =
        |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-' && kind != Kind::Field;
    if let Some(c) = name.chars().find(|c| !allowed(*c)) {
        return Some(Problem::Character(c));
    }
    if name.len() > LONGEST {
        return Some(Problem::TooLong);
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(Problem::Digit);
    }
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some(Problem::Letter);
    }
    let plain = match kind {
        Kind::Project => name.replace('_', "-") == name.to_kebab_case(),
        // Any form is accepted.
        Kind::Controller | Kind::Namespace | Kind::Migration | Kind::Middleware => true,
        Kind::Field => name == name.to_snake_case(),
    };
    if plain { None } else { Some(Problem::Case(kind.case())) }
}

fn keyword(kind: Kind, name: &str) -> Option<Problem> {
    let word = reserved::KEYWORDS.contains(&name.to_snake_case().as_str());
    // A migration is a file and a part of other names.
    (word && kind != Kind::Migration).then_some(Problem::Keyword)
}

fn taken(kind: Kind, name: &str) -> Option<Problem> {
    let snake = name.to_snake_case();
    let is_in = |list: &[&str]| list.contains(&snake.as_str());
    let problem = match kind {
        Kind::Field => (snake == "id").then_some(Problem::Id),
        Kind::Migration => None,
        Kind::Controller => taken_resource(&ResourceName::derive(name, None, None)),
        Kind::Project if is_in(reserved::BESIDE) => Some(Problem::Used),
        Kind::Namespace if is_in(reserved::MODULES) => Some(Problem::Used),
        Kind::Middleware if snake == "middleware" => Some(Problem::Used),
        _ if is_in(reserved::DEVICES) => Some(Problem::Device),
        _ if is_in(reserved::CRATES) => Some(Problem::Crate),
        Kind::Project => is_in(reserved::CARGO).then_some(Problem::Cargo),
        Kind::Namespace | Kind::Middleware => None,
    };
    keyword(kind, name).or(problem)
}

fn taken_resource(name: &ResourceName) -> Option<Problem> {
    if reserved::DEVICES.contains(&name.plural.as_str()) {
        return Some(Problem::Device);
    }
    let plural = name.plural.as_str();
    if plural.starts_with(SQLITE) {
        return Some(Problem::Sqlite);
    }
    let module = reserved::MODULES.contains(&plural) || reserved::KEYWORDS.contains(&plural);
    let new = format!("New{}", name.entity);
    let hides = |one: &str| reserved::TYPES.contains(&one);
    // `NewsController` beside `News`, but `Product`, `NewProduct` and `Products` must differ too.
    let clash = name.controller == name.entity || name.controller == new;
    (module || clash || hides(&name.entity) || hides(&name.controller)).then_some(Problem::Used)
}
