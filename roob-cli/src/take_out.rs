//! Takes out of a text what was put into it, although it has been edited since.

use crate::ledger::Hunk;

/// `text` without what `hunk` put there, or nothing if that is not there any more, is there twice, or
/// was changed.
pub(crate) fn take_out(text: &str, hunk: &Hunk) -> Option<String> {
    verbatim(text, hunk).or_else(|| loosely(text, hunk))
}

/// Whole lines, exactly as they were written.
fn verbatim(text: &str, hunk: &Hunk) -> Option<String> {
    if hunk.after.is_empty() {
        return None;
    }
    let starts_a_line = |place: &usize| *place == 0 || text[..*place].ends_with('\n');
    let mut places = text.match_indices(&*hunk.after).map(|(place, _)| place).filter(starts_a_line);
    let (place, None) = (places.next()?, places.next()) else { return None };
    Some([&text[..place], &hunk.before, &text[place + hunk.after.len()..]].concat())
}

/// What was put among other text, however that is laid out now.
fn loosely(text: &str, hunk: &Hunk) -> Option<String> {
    let put = match Put::of(hunk) {
        Put::Nothing => return Some(text.to_owned()),
        Put::Lines => return None,
        Put::Among(put) => put,
    };
    let visible: Vec<(usize, char)> =
        text.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let is_put = |window: &[(usize, char)]| window.iter().map(|(_, c)| c).eq(&put);
    let places = 0..=visible.len().checked_sub(put.len())?;
    let mut places = places.filter(|place| is_put(&visible[*place..place + put.len()]));
    let (mut first, None) = (places.next()?, places.next()) else { return None };
    let mut last = first + put.len() - 1;
    let is_comma = |place: usize| visible.get(place).is_some_and(|(_, c)| *c == ',');
    // One of a list goes with its comma; a link of a chain has none.
    if put[0] != '.' && is_comma(last + 1) {
        last += 1;
    } else if put[0] != '.' && first > 0 && is_comma(first - 1) {
        first -= 1;
    }
    let (end, c) = visible[last];
    Some([&text[..visible[first].0], &text[end + c.len_utf8()..]].concat())
}

/// What a hunk put, without its blanks.
enum Put {
    /// Only the layout changed.
    Nothing,
    /// Something that begins with a word: what stands before it may belong to it by now.
    Lines,
    /// Something among other text, without the commas around it.
    Among(Vec<char>),
}

impl Put {
    fn of(hunk: &Hunk) -> Self {
        let visible = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<_>>();
        let (before, after) = (visible(&hunk.before), visible(&hunk.after));
        if before == after {
            return Self::Nothing;
        }
        let start = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
        let Some(put) = after[start..].strip_suffix(&before[start..]) else { return Self::Lines };
        let put = put.strip_prefix(&[',']).unwrap_or(put);
        let put = put.strip_suffix(&[',']).unwrap_or(put);
        match put.first() {
            Some(c) if !c.is_alphanumeric() && *c != '_' => Self::Among(put.to_owned()),
            _ => Self::Lines,
        }
    }
}
