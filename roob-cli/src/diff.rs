//! What is not the same in two texts.

use similar::{DiffOp, TextDiff};

/// How many lines around a change are shown.
const AROUND: usize = 3;

/// A unified diff from what is at `path` to what `roob` would write, cut off after `most` lines.
pub(crate) fn unified(path: &str, there: &[u8], new: &[u8], most: usize) -> String {
    let (Ok(there), Ok(new)) = (str::from_utf8(there), str::from_utf8(new)) else {
        return format!("{path} is no text\n");
    };
    let diff = TextDiff::from_lines(there, new);
    let header = (&*format!("{path} (there)"), &*format!("{path} (roob)"));
    let whole = diff.unified_diff().context_radius(AROUND).header(header.0, header.1).to_string();
    let mut cut: String = whole.split_inclusive('\n').take(most).collect();
    let left = whole.lines().count().saturating_sub(most);
    if left > 0 {
        cut.push_str(&format!("… {left} more lines\n"));
    }
    cut
}

/// The places where `after` is not `before`: lines that were there, and those in their place.
pub(crate) fn hunks(before: &str, after: &str) -> Vec<(String, String)> {
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (diff.old_slices(), diff.new_slices());
    let changes = diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changes.map(|op| (old[op.old_range()].concat(), new[op.new_range()].concat())).collect()
}
