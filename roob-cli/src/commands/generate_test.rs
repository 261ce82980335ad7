//! `roob gen test`

use std::path::Path;

use crate::{
    carry_out::{Manner, carry_out, open},
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
    pub manner: Manner,
}

impl GenerateTest {
    /// Adds the tests to the project that `folder` lies in.
    pub(crate) fn run(&self, folder: &Path, report: Report) -> Result<(), Error> {
        let root = project::root_of(folder)?;
        let lock = open(&root, self.manner, report)?;
        let coverage = match measure::last(&root) {
            Some(last) => last,
            None => measure_first(&root, report)?,
        };
        let routes = handlers::find(&self.handler, &coverage)?;
        let mut draft = Draft::over(root);
        let left = missing_tests::draft(&mut draft, &routes, &coverage)?;
        let mut plan = Plan::new(format!("gen test {}", self.handler), &draft)?;
        if carry_out(&mut plan, Some(&self.handler), self.manner, lock, report)? {
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
