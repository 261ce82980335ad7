//! `roob gen` of what comes from templates.

use std::path::Path;

use crate::{
    address, apply,
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
    /// Write nothing.
    pub dry_run: bool,
    /// Overwrite what is in the way.
    pub force: bool,
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
        if !self.dry_run {
            apply::recover(&root)?;
        }
        let mut draft = Draft::over(root);
        let next = checked.draft(&mut draft)?;
        let plan = Plan::new(&draft, self.force)?;
        if !self.dry_run {
            apply::apply(&plan)?;
        }
        report.plan(&plan, self.dry_run);
        if plan.changes().any(overwrites_migration) {
            report.line(
                "\na migration has other content now: a database that ran it before must be made anew",
            );
        }
        if !self.dry_run && plan.changes().next().is_some() {
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
