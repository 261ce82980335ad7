//! A new project, and the way back to one.

use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::{
    draft::{Draft, Entry},
    error::Error,
    manifest::{self, Manifest},
    names::ProjectName,
    rustfmt,
    template::PROJECT,
};

/// Where a command that writes into a project keeps its journal.
pub(crate) const JOURNAL: &str = ".roob/journal";

/// A checkout of Roob on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checkout {
    /// The crate: what a project depends on.
    pub krate: PathBuf,
}

impl Checkout {
    /// The one in `folder` (the checkout or its crate), or else the one that this command was
    /// built from.
    pub(crate) fn find(folder: Option<&Path>) -> Result<Self, Error> {
        let built_from = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("roob");
        let folder = folder.unwrap_or(&built_from);
        let crates = [folder.join("roob"), folder.to_owned()];
        let found = crates.iter().find(|one| one.join("src/lib.rs").is_file() && is_roob(one));
        match found.and_then(|one| one.canonicalize().ok()) {
            Some(krate) => Ok(Self { krate }),
            None => Err(Error::NoCheckout { folder: folder.to_owned() }),
        }
    }

    fn root(&self) -> &Path {
        self.krate.parent().unwrap_or(&self.krate)
    }
}

fn is_roob(folder: &Path) -> bool {
    let Ok(text) = std::fs::read_to_string(folder.join("Cargo.toml")) else { return false };
    let Ok(manifest) = text.parse::<toml_edit::DocumentMut>() else { return false };
    manifest.get("package").and_then(|package| package.get("name")?.as_str()) == Some("roob")
}

#[derive(Serialize)]
struct Context<'a> {
    name: &'a str,
    #[serde(rename = "crate")]
    krate: String,
    title: String,
    /// As a value of TOML, quotes included.
    roob_path: String,
    roob_checkout: String,
}

/// Drafts the project `name` in a folder of that name below `folder`.
pub(crate) fn draft(
    name: &ProjectName,
    folder: &Path,
    checkout: &Checkout,
) -> Result<Draft, Error> {
    let mut draft = Draft::blank(folder.join(name.package()));
    let context = Context {
        name: name.package(),
        krate: name.krate(),
        title: name.title(),
        roob_path: toml_edit::Value::from(checkout.krate.to_string_lossy().as_ref()).to_string(),
        roob_checkout: checkout.root().to_string_lossy().into_owned(),
    };
    for template in PROJECT {
        let (path, content) = template.render(&context)?;
        draft.create(path, content);
    }
    rustfmt::tidy(&mut draft);
    let file = |(path, entry): (&Path, &Entry)| {
        manifest::File::new(path.to_string_lossy(), &entry.content)
    };
    let files = draft.files().map(file).collect();
    draft.create(manifest::PATH, Manifest::new(files).render());
    Ok(draft)
}

/// The name of the library of a drafted project, as its tests write it.
pub(crate) fn krate(draft: &Draft) -> Result<String, Error> {
    const FILE: &str = "Cargo.toml";
    let problem = |problem: &str| Error::Manifest {
        file: draft.root().join(FILE),
        problem: problem.to_owned(),
    };
    let text = draft.read(FILE)?.ok_or_else(|| problem("it is not there"))?;
    let document: toml_edit::DocumentMut = text.parse().map_err(|_| problem("it is no TOML"))?;
    let name = |table: &str| document.get(table)?.get("name")?.as_str();
    let name = name("lib").or_else(|| name("package"));
    Ok(name.ok_or_else(|| problem("its package has no name"))?.replace('-', "_"))
}

/// The project that `folder` lies in, or else the crate: tests are run of every crate that uses Roob.
pub(crate) fn crate_of(folder: &Path) -> Result<PathBuf, Error> {
    let is_crate = |folder: &&Path| folder.join("Cargo.toml").is_file();
    root_of(folder).or_else(|error| match folder.ancestors().find(is_crate) {
        Some(root) => Ok(root.to_owned()),
        None => Err(error),
    })
}

/// The project that `folder` lies in.
pub(crate) fn root_of(folder: &Path) -> Result<PathBuf, Error> {
    // One that is half made has a journal at least.
    let is_root =
        |folder: &&Path| folder.join(manifest::PATH).is_file() || folder.join(JOURNAL).is_dir();
    match folder.ancestors().find(is_root) {
        Some(root) => Ok(root.to_owned()),
        None => Err(Error::NoProject { folder: folder.to_owned() }),
    }
}
