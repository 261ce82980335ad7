//! What becomes of the user's own files. In `tests/cli/wiring/`, each `NAME.rs` is such a file as
//! somebody may have edited it; beside it stands what becomes of it (`NAME.after.rs`), or why it is
//! left alone (`NAME.refused`). One that is neither becomes itself: there is nothing to do.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    built::{Workshop, said},
    harness::Shop,
};

/// A folder of the corpus, and what its files are in a project.
struct Corpus {
    folder: &'static str,
    file: &'static str,
    /// What the user is told to add to a file that is left alone.
    lines: &'static str,
}

const APPS: Corpus = Corpus {
    folder: "app",
    file: "src/lib.rs",
    lines: "    .controller(controllers::Products::new(services::ProductService::new(db.clone())))\n",
};

const MODULES: Corpus = Corpus {
    folder: "modules",
    file: "src/controllers/mod.rs",
    lines: "    mod products;\n    pub use products::Products;\n",
};

const MIGRATIONS: Corpus = Corpus {
    folder: "migrations",
    file: "src/data/migrations.rs",
    lines: "    (\"20260101000000_create_products\", include_str!(\"../../migrations/20260101000000_create_products.sql\")),\n",
};

/// One file of the corpus.
struct Case {
    name: String,
    before: String,
    expected: Expected,
}

enum Expected {
    Becomes(String),
    Refused(String),
}

impl Corpus {
    fn cases(&self) -> Vec<Case> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cli/wiring");
        let mut names: Vec<PathBuf> = fs::read_dir(folder.join(self.folder))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
            .filter(|path| !path.to_str().unwrap().ends_with(".after.rs"))
            .collect();
        names.sort();
        names.iter().map(|path| Case::read(path)).collect()
    }

    /// Generates products into a project that has each of the files in turn.
    #[track_caller]
    fn check(&self) {
        let shop = Shop::new(&[]);
        let cases = self.cases();
        let wrong: Vec<String> = cases.iter().filter_map(|case| self.wrong(case, &shop)).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// What is not as expected.
    fn wrong(&self, case: &Case, clean: &Shop) -> Option<String> {
        let shop = clean.copy();
        shop.write(self.file, &case.before);
        let before = shop.files();
        let ran = shop.roob(["gen", "controller", "products"]).run();
        let became = shop.read(self.file);
        let fine = match &case.expected {
            Expected::Becomes(after) => {
                let again = shop.roob(["gen", "controller", "products"]).run();
                ran.code == Some(0)
                    && became == *after
                    && again.stdout == "nothing to do: everything is there already\n"
            }
            Expected::Refused(problem) => {
                ran.code == Some(4)
                    && ran.stdout.is_empty()
                    && ran.stderr == self.refusal(problem)
                    && shop.files() == before
            }
        };
        let said = format!("{}{}", ran.stdout, ran.stderr);
        (!fine).then(|| format!("--- {}/{}: {said}\n{became}", self.folder, case.name))
    }

    fn refusal(&self, problem: &str) -> String {
        format!(
            "error: nothing was written, as these files have a shape that `roob` does not edit:
  {}: {problem}; add
{}then run the command again
",
            self.file, self.lines
        )
    }

    /// The files that are handled, as they are then.
    fn handled(&self) -> Vec<(String, String)> {
        let handled = self.cases().into_iter().filter_map(|case| match case.expected {
            Expected::Becomes(after) => Some((case.name, after)),
            Expected::Refused(_) => None,
        });
        handled.collect()
    }
}

impl Case {
    fn read(path: &Path) -> Self {
        let before = fs::read_to_string(path).unwrap();
        let after = fs::read_to_string(path.with_extension("after.rs"));
        let refused = fs::read_to_string(path.with_extension("refused"));
        let expected = match (after, refused) {
            (Ok(after), Err(_)) => Expected::Becomes(after),
            (Err(_), Ok(problem)) => Expected::Refused(problem.trim_end().to_owned()),
            (Err(_), Err(_)) => Expected::Becomes(before.clone()),
            (Ok(_), Ok(_)) => panic!("{} is handled and refused", path.display()),
        };
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        Self { name, before, expected }
    }
}

#[test]
fn the_app_gets_one_more_controller() {
    APPS.check();
}

#[test]
fn modules_are_declared_and_exported() {
    MODULES.check();
}

#[test]
fn migrations_are_listed() {
    MIGRATIONS.check();
}

/// All that is handled as modules of one crate: `src/apps/NAME.rs` with the layers of the crate as
/// its own, `src/modules/NAME/mod.rs` with files for its modules, `src/lists/NAME.rs`.
#[test]
fn all_that_is_handled_compiles() {
    let mut workshop = Workshop::enter();
    let shop = Shop::new(&["--with", "products"]);
    let (mut apps, mut modules) = (String::new(), String::new());
    let mut lists = "use crate::data::Db;\n".to_owned();
    for (name, text) in APPS.handled() {
        apps += &format!("mod {name};\n");
        write(&shop, &format!("src/apps/{name}.rs"), &text);
        for layer in ["controllers", "data", "services"] {
            let all = format!("pub use crate::{layer}::*;\n");
            write(&shop, &format!("src/apps/{name}/{layer}.rs"), &all);
        }
    }
    let products = shop.read("src/controllers/products.rs");
    for (name, text) in MODULES.handled() {
        modules += &format!("mod {name};\n");
        let folder = format!("src/modules/{name}");
        write(&shop, &format!("{folder}/mod.rs"), &text);
        write(&shop, &format!("{folder}/products.rs"), &products);
        write(&shop, &format!("{folder}/alpha.rs"), "pub struct Alpha;\n");
        write(&shop, &format!("{folder}/zeta.rs"), "pub struct Zeta;\n");
    }
    for (name, text) in MIGRATIONS.handled() {
        lists += &format!("mod {name};\n");
        write(&shop, &format!("src/lists/{name}.rs"), &text);
    }
    write(&shop, "src/apps/mod.rs", &apps);
    write(&shop, "src/modules/mod.rs", &modules);
    write(&shop, "src/lists/mod.rs", &lists);
    let root = shop.read("src/lib.rs");
    let allow = "#![allow(warnings)]\n";
    write(&shop, "src/lib.rs", &format!("{allow}{root}mod apps;\nmod modules;\nmod lists;\n"));
    let build = workshop.cargo(&shop.root, ["build", "--lib"]).output().unwrap();
    assert!(build.status.success(), "{}", said(&build));
}

fn write(shop: &Shop, path: &str, text: &str) {
    fs::create_dir_all(shop.root.join(path).parent().unwrap()).unwrap();
    shop.write(path, text);
}

#[test]
fn every_file_that_it_leaves_alone_is_named() {
    let shop = Shop::new(&[]);
    shop.write("src/lib.rs", "fn app() {");
    shop.write("src/data/migrations.rs", "");
    fs::remove_file(shop.root.join("src/services/mod.rs")).unwrap();
    let before = shop.files();
    shop.roob(["gen", "controller", "products"]).run().exits(4).complains(&format!(
        "error: nothing was written, as these files have a shape that `roob` does not edit:
  src/lib.rs: it does not parse, from line 1 on; add
{}  src/services/mod.rs: it is not there; add
    mod products;
    pub use products::ProductService;
  src/data/migrations.rs: it has no `const MIGRATIONS` that is an array; add
    (\"20260101000000_create_products\", include_str!(\"../../migrations/20260101000000_create_products.sql\")),
then run the command again
",
        APPS.lines
    ));
    assert_eq!(shop.files(), before);
}

#[test]
fn dependencies_are_completed_in_the_form_they_have() {
    let shop = Shop::new(&[]);
    let before = shop.read("Cargo.toml");
    let mine = before.replace("serde = {", "chrono = \"0.4.40\" # mine\nserde = {");
    shop.write("Cargo.toml", &mine);
    shop.roob(["gen", "controller", "products", "at:datetime"]).ok();
    let after = shop.read("Cargo.toml");
    assert!(after.contains("chrono = { version = \"0.4.40\", features = [\"serde\"] }"), "{after}");
    assert!(after.contains("\"sqlite-bundled\", \"chrono\"]"), "{after}");
}

#[test]
fn a_manifest_that_does_not_parse_matters_only_to_a_field_that_needs_a_crate() {
    let shop = Shop::new(&[]);
    shop.write("Cargo.toml", "[package]\n\nname = \n");
    shop.roob(["gen", "controller", "products"]).ok();
    shop.roob(["gen", "controller", "visits", "at:datetime"]).run().exits(4).complains(
        "error: nothing was written, as these files have a shape that `roob` does not edit:
  Cargo.toml: it does not parse, from line 3 on; add
    chrono = { version = \"0.4\", default-features = false, features = [\"serde\"] }
    sqlx = { version = \"0.9\", default-features = false, features = [\"chrono\"] }
then run the command again
",
    );
}

#[test]
fn windows_line_endings_of_the_manifest_stay() {
    let shop = Shop::new(&[]);
    let mine = shop.read("Cargo.toml").replace('\n', "\r\n");
    shop.write("Cargo.toml", &mine);
    shop.roob(["gen", "controller", "products"]).ok();
    assert_eq!(shop.read("Cargo.toml"), mine);
    shop.roob(["gen", "controller", "visits", "at:datetime"]).ok();
    let after = shop.read("Cargo.toml");
    assert!(after.contains("\r\nchrono = "), "{after}");
    assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
}
