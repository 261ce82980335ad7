//! The lines that a generator adds to the files of a project.

use crate::{
    draft::Draft,
    error::{Error, Refusal},
    wiring,
};

/// Gives the new text of a file, or in words what it could not find.
type Change<'a> = Box<dyn Fn(&str) -> Result<String, String> + 'a>;

/// One edit: the file, the text it becomes, and what the user adds where that is not possible.
pub(crate) struct Edit<'a> {
    file: String,
    change: Change<'a>,
    lines: String,
    /// What is edited where the file is not there.
    start: Option<String>,
}

impl<'a> Edit<'a> {
    /// Of a file that should be there.
    pub(crate) fn new(
        file: impl Into<String>,
        change: impl Fn(&str) -> Result<String, String> + 'a,
        lines: impl Into<String>,
    ) -> Self {
        Self { file: file.into(), change: Box::new(change), lines: lines.into(), start: None }
    }

    /// Of a file that may be new and begins with `text`.
    pub(crate) fn or_start(self, text: String) -> Self {
        Self { start: Some(text), ..self }
    }

    /// Makes it in the draft, or says why not.
    fn make(&self, draft: &mut Draft) -> Result<Option<Refusal>, Error> {
        let changed = match draft.read(&self.file)?.or_else(|| self.start.clone()) {
            None => Err("it is not there".to_owned()),
            Some(text) => (self.change)(&text),
        };
        match changed {
            Ok(new) => draft.edit(&self.file, new)?,
            Err(problem) => {
                let file = self.file.clone().into();
                return Ok(Some(Refusal { file, problem, lines: self.lines.clone() }));
            }
        }
        Ok(None)
    }
}

/// Makes all of them, or names each file that is left alone.
pub(crate) fn make(edits: &[Edit], draft: &mut Draft) -> Result<(), Error> {
    let refused: Vec<Refusal> =
        edits.iter().filter_map(|edit| edit.make(draft).transpose()).collect::<Result<_, _>>()?;
    if refused.is_empty() { Ok(()) } else { Err(Error::Refused(refused)) }
}

/// Where a module goes: below `folder`, whose modules `root` declares, in `namespace`.
pub(crate) struct Tree<'a> {
    pub folder: &'a str,
    pub root: &'a str,
    pub namespace: Vec<&'a str>,
    /// Of what is in between: `pub ` or nothing.
    pub visibility: &'a str,
    /// What the modules in between hold: `The controllers of`.
    pub holds: &'a str,
}

impl<'a> Tree<'a> {
    /// Declares `module`, and re-exports `item` of it.
    pub(crate) fn edits(
        &self,
        module: &'a str,
        visibility: &'a str,
        item: Option<&'a str>,
    ) -> Vec<Edit<'a>> {
        let (mut edits, mut file) = (Vec::new(), self.root.to_owned());
        let (mut folder, mut start) = (self.folder.to_owned(), None);
        for name in &self.namespace {
            edits.push(edit(file, start, self.visibility, name, None));
            folder = format!("{folder}/{name}");
            file = format!("{folder}/mod.rs");
            start = Some(format!("//! {} `{name}`.\n", self.holds));
        }
        edits.push(edit(file, start, visibility, module, item));
        edits
    }

    /// Refuses a `module` and a namespace that would be two files for one module.
    pub(crate) fn check(&self, module: &str, draft: &Draft) -> Result<(), Error> {
        let mut folder = self.folder.to_owned();
        for name in &self.namespace {
            folder = format!("{folder}/{name}");
            taken(draft, format!("{folder}.rs"), name)?;
        }
        taken(draft, format!("{folder}/{module}/mod.rs"), module)
    }
}

fn taken(draft: &Draft, file: String, name: &str) -> Result<(), Error> {
    match draft.read(&file)? {
        Some(_) => Err(Error::Argument(format!(
            "`{name}` cannot be a module and a namespace, and there is `{file}`: choose another name"
        ))),
        None => Ok(()),
    }
}

fn edit<'a>(
    file: String,
    start: Option<String>,
    visibility: &'a str,
    module: &'a str,
    item: Option<&'a str>,
) -> Edit<'a> {
    let export = item.map(|item| format!("\npub use {module}::{item};")).unwrap_or_default();
    let lines = format!("{visibility}mod {module};{export}");
    let change = move |text: &str| {
        let text = wiring::module(text, visibility, module)?;
        match item {
            Some(item) => wiring::reexport(&text, module, item),
            None => Ok(text),
        }
    };
    let edit = Edit::new(file, change, lines);
    match start {
        Some(start) => edit.or_start(start),
        None => edit,
    }
}
