//! `roob gen controller`

use std::path::Path;

use crate::{
    address, apply, controller,
    draft::Draft,
    error::Error,
    field,
    names::ResourceName,
    plan::{Action, Plan, Step},
    project,
    report::Report,
};

/// `roob gen controller NAME [FIELD…]`
#[derive(Debug)]
pub(crate) struct Generate {
    /// `products`
    pub name: String,
    /// `price:float`
    pub fields: Vec<String>,
    /// Write nothing.
    pub dry_run: bool,
    /// Overwrite what is in the way.
    pub force: bool,
}

impl Generate {
    /// Adds the controller to the project that `folder` lies in.
    pub(crate) fn run(&self, folder: &Path, report: Report) -> Result<(), Error> {
        let name = ResourceName::parse(&self.name)?;
        let fields = field::parse(&self.fields)?;
        let root = project::root_of(folder)?;
        if !self.dry_run {
            apply::recover(&root)?;
        }
        let mut draft = Draft::over(root);
        controller::draft(&mut draft, &name, &fields)?;
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
            report.line(format_args!(
                "\nnext:\n  cargo test\n  cargo run\n  curl -i {}{}",
                address::authority(),
                name.path()
            ));
        }
        Ok(())
    }
}

fn overwrites_migration(step: &Step) -> bool {
    step.action == Action::Overwrite && step.path.starts_with("migrations")
}
