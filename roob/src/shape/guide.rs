//! Which sample each question is answered with, over several tries.

/// Texts that types are tried with. The first suits whatever takes any text.
pub(super) const TEXTS: [&str; 12] = [
    "a",
    "1",
    "67e55044-10b1-426f-9247-bb680e5fe0c8",
    "2026-01-31T12:00:00Z",
    "2026-01-31",
    "12:00:00",
    "2026-01-31T12:00:00",
    "ada@example.com",
    "http://localhost/",
    "127.0.0.1",
    "true",
    "EUR",
];

/// The answers of the present try. Questions come in the same order as long as the answers are the
/// same, so an answer is known by its place.
#[derive(Default)]
pub(super) struct Guide {
    answers: Vec<usize>,
    asked: usize,
}

impl Guide {
    /// The next try begins.
    pub(super) fn begin(&mut self) {
        self.asked = 0;
    }

    /// The text to answer the next question with.
    pub(super) fn text(&mut self) -> &'static str {
        if self.asked == self.answers.len() {
            self.answers.push(0);
        }
        self.asked += 1;
        TEXTS[self.answers[self.asked - 1]]
    }

    /// Takes another answer to the last question, which is the one that was refused. When there is
    /// no other, it is the first again, which says best what was asked for, and this gives false.
    pub(super) fn learn(&mut self) -> bool {
        self.answers.truncate(self.asked);
        match self.answers.last_mut() {
            Some(answer) if *answer + 1 < TEXTS.len() => {
                *answer += 1;
                true
            }
            Some(answer) => {
                *answer = 0;
                false
            }
            None => false,
        }
    }
}
