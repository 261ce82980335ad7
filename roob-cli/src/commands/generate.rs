//! `roob gen` of what comes from templates.

use std::path::Path;

use crate::{
    address,
    carry_out::{Manner, carry_out, open},
    controller::{self, Layer},
    draft::Draft,
    error::Error,
    field, middleware, migration,
    names::{self, ResourceName},
    plan::{Action, Plan, Step},
    project,
    report::Report,
};

/// `roob gen KIND NAME …`
#[derive(Debug)]
pub(crate) struct Generate {
    pub what: What,
    pub manner: Manner,
}

/// What is generated.
#[derive(Debug)]
pub(crate) enum What {
    /// A table and what is above it.
    Resource {
        /// How far up.
        layer: Layer,
        /// `products`, `admin/products`
        name: String,
        /// `price:float`
        fields: Vec<String>,
        /// What one is called, where English would have another word.
        singular: Option<String>,
        /// What many are called.
        plural: Option<String>,
    },
    /// A change of the tables.
    Migration {
        /// `add_sku_to_products`
        name: String,
        /// `sku:string?`
        fields: Vec<String>,
    },
    /// What is around every request.
    Middleware {
        /// `timing`
        name: String,
    },
}

impl Generate {
    /// Adds it to the project that `folder` lies in.
    pub(crate) fn run(&self, folder: &Path, report: Report) -> Result<(), Error> {
        let checked = self.what.check()?;
        let root = project::root_of(folder)?;
        let lock = open(&root, self.manner, report)?;
        let mut draft = Draft::over(root);
        let next = checked.draft(&mut draft)?;
        let mut plan = Plan::new(self.what.command(), &draft)?;
        let written = carry_out(&mut plan, Some(&checked.id()), self.manner, lock, report)?;
        if !self.manner.json && plan.changes().any(overwrites_migration) {
            report.line(
                "\na migration has other content now: a database that ran it before must be made anew",
            );
        }
        if written {
            report.line(format_args!("\nnext:\n{next}"));
        }
        Ok(())
    }
}

/// What is generated, with names and fields that are fine.
enum Checked {
    Resource(Layer, ResourceName, Vec<field::Field>),
    Migration(String, Vec<field::Field>),
    Middleware(String),
}

impl What {
    /// As it was typed, without what only says how it is carried out.
    fn command(&self) -> String {
        let (kind, name, fields) = match self {
            Self::Resource { layer, name, fields, .. } => (layer.name(), name, &fields[..]),
            Self::Migration { name, fields } => ("migration", name, &fields[..]),
            Self::Middleware { name } => ("middleware", name, &[][..]),
        };
        let words = ["gen", kind, name].into_iter().map(ToOwned::to_owned);
        let mut words: Vec<String> = words.chain(fields.iter().cloned()).collect();
        if let Self::Resource { singular, plural, .. } = self {
            words.extend(singular.iter().map(|one| format!("--singular {one}")));
            words.extend(plural.iter().map(|many| format!("--plural {many}")));
        }
        words.join(" ")
    }

    fn check(&self) -> Result<Checked, Error> {
        Ok(match self {
            Self::Resource { layer, name, fields, singular, plural } => {
                let name = ResourceName::parse_with(name, singular.as_deref(), plural.as_deref())?;
                Checked::Resource(*layer, name, field::parse(fields)?)
            }
            Self::Migration { name, fields } => {
                let name = names::migration(name)?;
                // A migration without fields has none.
                let fields = if fields.is_empty() { Vec::new() } else { field::parse(fields)? };
                Checked::Migration(name, fields)
            }
            Self::Middleware { name } => Checked::Middleware(names::middleware(name)?),
        })
    }
}

impl Checked {
    /// What `roob undo` knows it by.
    fn id(&self) -> String {
        match self {
            Self::Resource(_, name, _) => name.id(),
            Self::Migration(name, _) | Self::Middleware(name) => name.clone(),
        }
    }

    /// Drafts it. Gives what the user does next.
    fn draft(&self, draft: &mut Draft) -> Result<String, Error> {
        let test = "  cargo test";
        match self {
            Self::Resource(layer, name, fields) => {
                controller::draft(draft, *layer, name, fields)?;
                let host = address::authority();
                Ok(match layer {
                    Layer::Controller => {
                        format!("{test}\n  cargo run\n  curl -i {host}{}", name.path())
                    }
                    Layer::Service | Layer::Data => test.to_owned(),
                })
            }
            Self::Migration(name, fields) => {
                let path = migration::draft(draft, name, fields)?;
                let write = format!("  write the SQL into {path}\n");
                Ok(if fields.is_empty() { write + test } else { test.to_owned() })
            }
            Self::Middleware(name) => {
                middleware::draft(draft, name)?;
                Ok(test.to_owned())
            }
        }
    }
}

fn overwrites_migration(step: &Step) -> bool {
    step.action == Action::Overwrite && step.path.starts_with("migrations")
}
