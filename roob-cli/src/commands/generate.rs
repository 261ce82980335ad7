//! `roob gen controller`

use std::path::Path;

use crate::{
    address,
    carry_out::{Manner, carry_out, open},
    controller,
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
    pub manner: Manner,
}

impl Generate {
    /// Adds the controller to the project that `folder` lies in.
    pub(crate) fn run(&self, folder: &Path, report: Report) -> Result<(), Error> {
        let name = ResourceName::parse(&self.name)?;
        let fields = field::parse(&self.fields)?;
        let root = project::root_of(folder)?;
        let lock = open(&root, self.manner, report)?;
        let mut draft = Draft::over(root);
        controller::draft(&mut draft, &name, &fields)?;
        let mut plan = Plan::new(self.command(), &draft)?;
        let written = carry_out(&mut plan, Some(&name.plural), self.manner, lock, report)?;
        if !self.manner.json && plan.changes().any(overwrites_migration) {
            report.line(
                "\na migration has other content now: a database that ran it before must be made anew",
            );
        }
        if written {
            report.line(format_args!(
                "\nnext:\n  cargo test\n  cargo run\n  curl -i {}{}",
                address::authority(),
                name.path()
            ));
        }
        Ok(())
    }

    fn command(&self) -> String {
        let words = ["gen", "controller", &*self.name].into_iter();
        words.chain(self.fields.iter().map(|field| &**field)).collect::<Vec<_>>().join(" ")
    }
}

fn overwrites_migration(step: &Step) -> bool {
    step.action == Action::Overwrite && step.path.starts_with("migrations")
}
