//! `roob gen test`

use std::path::Path;

use crate::{
    apply,
    draft::Draft,
    error::Error,
    handlers,
    measure::{self, measure},
    missing_tests,
    plan::Plan,
    project,
    report::Report,
    runner::{Runner, Suite},
};

/// `roob gen test HANDLER`
#[derive(Debug)]
pub(crate) struct GenerateTest {
    /// `products::delete`
    pub handler: String,
    /// Write nothing.
    pub dry_run: bool,
    /// Overwrite what is in the way.
    pub force: bool,
}

impl GenerateTest {
    /// Adds the tests to the project that `folder` lies in.
    pub(crate) fn run(&self, folder: &Path, report: Report) -> Result<(), Error> {
        let root = project::root_of(folder)?;
        let coverage = match measure::last(&root) {
            Some(last) => last,
            None => measure_first(&root, report)?,
        };
        let routes = handlers::find(&self.handler, &coverage)?;
        if !self.dry_run {
            apply::recover(&root)?;
        }
        let mut draft = Draft::over(root);
        let left = missing_tests::draft(&mut draft, &routes, &coverage)?;
        let plan = Plan::new(&draft, self.force)?;
        if !self.dry_run {
            apply::apply(&plan)?;
        }
        report.plan(&plan, self.dry_run);
        if !self.dry_run && plan.changes().next().is_some() {
            report.line("\nnext:\n  roob test");
        }
        if left.is_empty() { Ok(()) } else { Err(Error::LeftToTest(left)) }
    }
}

fn measure_first(root: &Path, report: Report) -> Result<crate::coverage::Coverage, Error> {
    report.line("what tests look at is not known yet: running `cargo test`");
    let (runner, arguments) = (Runner::Cargo, &[]);
    let suite = Suite { project: root, runner, transport: None, arguments, aside: false };
    let measured = measure(&suite)?;
    if measured.coverage.routes.is_empty() {
        Err(Error::NothingSeen)
    } else {
        Ok(measured.coverage)
    }
}
