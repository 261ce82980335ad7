//! A text taken apart into words: a message, a page, the value of a header.

use super::dates;

/// A part of a text; all of them in their order are the text.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'t> {
    /// What is between words, or belongs to none.
    Between(&'t str),
    Word(&'t str),
    /// A date with a time that is more than one word.
    Moment(&'t str),
}

/// Neither a path nor a URL, a UUID, a date or a token has one of these, except in few places where a
/// path may.
fn is_between(c: char) -> bool {
    c.is_whitespace() || "\"'`<>(){},;|".contains(c)
}

/// What ends a sentence or a part of it.
const ENDS: [char; 4] = ['.', ':', '!', '?'];

pub(super) fn pieces(text: &str) -> Pieces<'_> {
    Pieces { rest: text, is_tag: false }
}

pub(super) struct Pieces<'t> {
    rest: &'t str,
    /// Whether a `<` is just before: `</a>` has no path in it.
    is_tag: bool,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        if self.rest.is_empty() {
            return None;
        }
        let gap = self.rest.find(|c| !is_between(c)).unwrap_or(self.rest.len());
        if gap > 0 {
            let between = self.take(gap);
            self.is_tag = between.ends_with('<');
            return Some(Piece::Between(between));
        }
        let is_tag = std::mem::take(&mut self.is_tag) && self.rest.starts_with('/');
        if let Some(end) = moment(self.rest) {
            return Some(Piece::Moment(self.take(end)));
        }
        let end = self.rest.find(is_between).unwrap_or(self.rest.len());
        // The end of a sentence is no part of its last word.
        let word = self.rest[..end].trim_end_matches(ENDS).len();
        Some(match word {
            0 => Piece::Between(self.take(end)),
            _ if is_tag => Piece::Between(self.take(end)),
            word => Piece::Word(self.take(word)),
        })
    }
}

impl<'t> Pieces<'t> {
    fn take(&mut self, end: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }
}

/// Where the date with a time ends that begins here and has a space in it.
fn moment(text: &str) -> Option<usize> {
    const HEADER: usize = "Sun, 06 Nov 1994 08:49:37 GMT".len();
    const DATE: usize = "2026-01-01".len();
    match text.as_bytes().get(3)? {
        b',' => {
            let is_end = |c: char| is_between(c) || ENDS.contains(&c);
            let is_whole = text.get(HEADER..)?.chars().next().is_none_or(is_end);
            dates::http_date(&text[..HEADER]).filter(|_| is_whole).map(|_| HEADER)
        }
        b'0'..=b'9' if text.as_bytes().get(DATE) == Some(&b' ') => {
            let clock = text.get(DATE + 1..)?;
            let end = DATE + 1 + clock.find(is_between).unwrap_or(clock.len());
            let end = text[..end].trim_end_matches(ENDS).len();
            dates::is_timestamp(&text[..end]).then_some(end)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[track_caller]
    fn check(text: &str, words: &[&str]) {
        let all: Vec<Piece> = pieces(text).collect();
        let whole = all.iter().map(|piece| match piece {
            Piece::Between(text) | Piece::Word(text) | Piece::Moment(text) => *text,
        });
        assert_eq!(whole.collect::<String>(), text);
        let found = all.iter().filter_map(|piece| match piece {
            Piece::Between(_) => None,
            Piece::Word(text) | Piece::Moment(text) => Some(*text),
        });
        assert_eq!(found.collect::<Vec<_>>(), words);
    }

    #[test]
    fn words_have_no_punctuation_around_them() {
        check("", &[]);
        check("No product `/products/7`.", &["No", "product", "/products/7"]);
        check("a  b\n(c), d:… ?", &["a", "b", "c", "d:…"]);
        check("<a href=\"/products/7\">Lamp</a>", &["a", "href=", "/products/7", "Lamp"]);
        check("http://[::1]:8000/a?b=c.", &["http://[::1]:8000/a?b=c"]);
    }

    #[test]
    fn a_moment_with_a_space_is_one() {
        check("at 2026-11-22 21:39:00.", &["at", "2026-11-22 21:39:00"]);
        check("2026-11-22 at 21:39:00", &["2026-11-22", "at", "21:39:00"]);
        check("2026-11-22 21:39", &["2026-11-22", "21:39"]);
        check("Sun, 06 Nov 1994 08:49:37 GMT!", &["Sun, 06 Nov 1994 08:49:37 GMT"]);
        check("Sun, 06 Nov 1994 08:49:37 GMTx", &["Sun", "06", "Nov", "1994", "08:49:37", "GMTx"]);
        check("Sun, 06 Nov 1994", &["Sun", "06", "Nov", "1994"]);
        check("ééé, 06 Nov 1994 08:49:37 GMé", &["ééé", "06", "Nov", "1994", "08:49:37", "GMé"]);
    }
}
