//! Who is measured.

use std::path::PathBuf;
use std::process::Command;

/// One server: a package of its own, built by itself, so that nobody's features are another's.
pub struct Server {
    pub name: &'static str,
    package: &'static str,
    variant: Option<&'static str>,
}

/// What the others are compared with.
pub const BASE: &str = "hyper";

pub const SERVERS: [Server; 10] = [
    server("roob"),
    server(BASE),
    Server { name: "hyper, flushing late", variant: Some("pipeline-flush"), ..server("hyper") },
    server("xitca"),
    server("actix"),
    server("axum"),
    server("ntex"),
    server("poem"),
    server("salvo"),
    server("rocket"),
];

const fn server(package: &'static str) -> Server {
    Server { name: package, package, variant: None }
}

impl Server {
    /// Builds it, if it is not there yet.
    pub fn build(&self) {
        let cargo = std::env::var_os("CARGO").unwrap_or("cargo".into());
        let built = Command::new(cargo)
            .args(["build", "--release", "--quiet", "--package", &self.package()])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status();
        assert!(built.is_ok_and(|status| status.success()), "cannot build {}", self.name);
    }

    /// How it is started: a program and its arguments.
    pub fn command(&self, address: &str, workers: usize) -> Vec<String> {
        let program = own_folder().join(self.package());
        let mut words =
            vec![program.display().to_string(), address.to_owned(), workers.to_string()];
        words.extend(self.variant.map(str::to_owned));
        words
    }

    fn package(&self) -> String {
        format!("server-{}", self.package)
    }
}

/// Cargo puts the servers beside this program.
fn own_folder() -> PathBuf {
    let own = std::env::current_exe().expect("the place of this program");
    own.parent().expect("a folder").to_owned()
}
