//! `roob new`

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    address,
    cargo::{become_cargo, cargo},
    carry_out::{Manner, carry_out, open},
    conflicts::Wish,
    controller::{self, Layer},
    error::Error,
    field,
    names::{ProjectName, ResourceName},
    plan::{Action, Plan},
    project::{self, Checkout, JOURNAL},
    report::Report,
    workspace,
};

/// `roob new NAME`
#[derive(Debug)]
pub(crate) struct New {
    /// `shop`
    pub name: String,
    /// Controllers to generate at once: `products`.
    pub with: Vec<String>,
    /// Test it and serve it.
    pub run: bool,
    /// Where Roob is.
    pub roob_path: Option<PathBuf>,
    pub manner: Manner,
}

impl New {
    /// Makes the project below `folder`.
    pub(crate) fn run(&self, folder: &Path, report: Report) -> Result<(), Error> {
        let name = ProjectName::parse(&self.name)?;
        let controllers: Vec<ResourceName> =
            self.with.iter().map(|name| ResourceName::parse(name)).collect::<Result<_, _>>()?;
        let roob_path = self.roob_path.as_ref().map(|path| folder.join(path));
        let checkout = Checkout::find(roob_path.as_deref())?;
        let tour = self.run && !self.manner.only_says();
        let root = folder.join(name.package());
        // An empty folder may have been half filled.
        let lock = match root.join(JOURNAL).is_dir() {
            true => open(&root, self.manner, report)?,
            false => None,
        };
        if tour {
            report.step(1, 3, &format!("writing `{}`", name.package()));
        }
        let mut plan = self.plan(&name, &controllers, folder, &checkout)?;
        let written = carry_out(&mut plan, None, self.manner, lock, report)?;
        if tour {
            return serve(&plan.root, &controllers, report);
        }
        if written {
            report.line(format_args!(
                "\nnext:\n  cd {}\n  cargo test\n  cargo run\n{}",
                name.package(),
                curls(&controllers)
            ));
        }
        Ok(())
    }

    fn plan(
        &self,
        name: &ProjectName,
        controllers: &[ResourceName],
        folder: &Path,
        checkout: &Checkout,
    ) -> Result<Plan, Error> {
        let mut draft = project::draft(name, folder, checkout)?;
        for controller in controllers {
            controller::draft(&mut draft, Layer::Controller, controller, &field::parse(&[])?)?;
        }
        if draft.root().is_file() {
            return Err(Error::FileInTheWay { file: name.package().into() });
        }
        let plan = Plan::new(format!("new {}", self.name), &draft)?;
        let is_this = plan.steps.iter().all(|step| step.action == Action::Keep);
        if is_this {
            return Ok(plan);
        }
        let asks = plan.steps.iter().any(|step| step.action == Action::Conflict);
        let wished = matches!(self.manner.wish, Wish::Overwrite | Wish::Keep);
        if !asks && !wished && has_files(&plan.root)? {
            return Err(Error::Exists { folder: name.package().into() });
        }
        workspace::check(&plan.root)?;
        Ok(plan)
    }
}

fn has_files(folder: &Path) -> Result<bool, Error> {
    match fs::read_dir(folder) {
        // What is left of an interrupted `roob new` is none.
        Ok(entries) => Ok(entries.flatten().any(|entry| entry.file_name() != ".roob")),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(Error::io("read", folder)(cause)),
    }
}

fn serve(project: &Path, controllers: &[ResourceName], report: Report) -> Result<(), Error> {
    report.step(2, 3, "testing it: `cargo test`, whose first build takes a minute");
    cargo(project, &["test"], report.is_quiet())?;
    report.step(3, 3, "serving it: `cargo run`, until Ctrl-C");
    report.line(format_args!("try, in another terminal:\n{}", curls(controllers)));
    let run: &[&str] = if report.is_quiet() { &["run", "--quiet"] } else { &["run"] };
    become_cargo(project, run)
}

fn curls(controllers: &[ResourceName]) -> String {
    let host = address::authority();
    let Some(first) = controllers.first() else {
        return format!("  curl -i {host}/healthz");
    };
    let path = first.path();
    format!(
        "  curl -i {host}{path} -H 'content-type: application/json' -d '{{\"name\":\"Lamp\"}}'\n  curl -i {host}{path}"
    )
}
