//! Where the values of parameters are in a path.

/// Where in a path the values of the parameters are, in the order of the pattern.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spans {
    inline: [(u32, u32); INLINE],
    more: Vec<(u32, u32)>,
    len: usize,
}

/// Up to so many parameters a search allocates nothing.
const INLINE: usize = 8;

impl Spans {
    /// Where the value of the parameter at `index` starts and ends.
    pub(crate) fn get(&self, index: usize) -> Option<std::ops::Range<usize>> {
        let (start, end) = if index < INLINE {
            *self.inline[..self.len.min(INLINE)].get(index)?
        } else {
            *self.more.get(index - INLINE)?
        };
        Some(start as usize..end as usize)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Paths beyond 4 GiB do not exist: `http::Uri` ends at 64 KiB.
    #[allow(clippy::cast_possible_truncation)]
    #[inline]
    pub(super) fn push(&mut self, start: usize, end: usize) {
        let span = (start as u32, end as u32);
        match self.inline.get_mut(self.len) {
            Some(place) => *place = span,
            None => self.push_more(span),
        }
        self.len += 1;
    }

    /// Apart, so that the usual case stays short where it is inlined.
    #[cold]
    fn push_more(&mut self, span: (u32, u32)) {
        self.more.push(span);
    }

    pub(super) fn truncate(&mut self, len: usize) {
        self.len = len;
        self.more.truncate(len.saturating_sub(INLINE));
    }
}
