//! `roob test`

use std::path::Path;

use crate::{
    carry_out::recover,
    error::Error,
    measure::{Measured, document, measure},
    project,
    report::Report,
    runner::{Runner, Suite},
};

/// `roob test [-- ARGS]`
#[derive(Debug)]
pub(crate) struct Test {
    /// What tests have to look at, in per cent.
    pub min: Option<f64>,
    /// Print a document.
    pub json: bool,
    /// What runs the tests.
    pub runner: Runner,
    /// `http1`
    pub transport: Option<String>,
    /// For the runner.
    pub args: Vec<String>,
}

impl Test {
    /// Runs the tests of the project that `folder` lies in.
    pub(crate) fn run(&self, folder: &Path, report: Report) -> Result<(), Error> {
        let project = project::crate_of(folder)?;
        recover(&project, report)?;
        let suite = Suite {
            project: &project,
            runner: self.runner,
            transport: self.transport.as_deref(),
            arguments: &self.args,
            aside: self.json,
        };
        let Measured { coverage, passed } = measure(&suite)?;
        let failed = || Error::Cargo { command: self.runner.command() };
        if coverage.routes.is_empty() {
            return Err(if passed { Error::NothingSeen } else { failed() });
        }
        if self.json {
            report.line(document(&coverage).trim_end());
        } else {
            report.coverage(&coverage);
        }
        if !passed {
            return Err(failed());
        }
        match self.min {
            Some(min) if coverage.share().is_below(min) => Err(Error::Coverage {
                percent: coverage.share().percent(),
                min,
                missing: coverage.missing_in_short(),
            }),
            _ => Ok(()),
        }
    }
}
