//! Requests that were thought up to be slow, at two lengths each: the time a byte must not grow.

use super::rounds::{Times, Turn, measure, often};
use super::routing::{Pattern, Spans, Tree, TreeBuilder, normalize};
use std::hint::black_box;

/// Routes and a request against them.
struct Attack {
    name: &'static str,
    patterns: Vec<String>,
    /// Makes the path of a size.
    path: fn(usize) -> String,
    sizes: [usize; 2],
}

/// What came of an attack.
pub struct Outcome {
    pub name: &'static str,
    /// The lengths of the short and the long path.
    pub bytes: [usize; 2],
    /// Nanoseconds for each of them.
    pub times: [Times; 2],
}

/// Makes all attacks.
pub fn outcomes(rounds: usize) -> Vec<Outcome> {
    attacks().iter().map(|attack| attack.outcome(rounds)).collect()
}

/// Sends the short or the long request of the attack at `at`, `count` times.
pub fn only(at: usize, is_long: bool, count: usize) {
    let attack = &attacks()[at];
    let tree = attack.tree();
    let path = (attack.path)(attack.sizes[usize::from(is_long)]);
    (0..count).for_each(|_| ask(&tree, &path));
}

fn attacks() -> [Attack; 4] {
    let deep = || vec!["/a/{x}/{y}/{z}/{w}/end".to_owned()];
    [
        Attack {
            name: "`/a/{x}/{y}/{z}/{w}/end`, a long last value",
            patterns: deep(),
            path: |size| format!("/a/b/c/d/{}", "e".repeat(size)),
            sizes: [1024, 8 * 1024],
        },
        Attack {
            name: "`/a/{x}/{y}/{z}/{w}/end`, a long tail of `/a`",
            patterns: deep(),
            path: |size| "/a".repeat(size / 2),
            sizes: [1024, 8 * 1024],
        },
        Attack {
            name: "100 patterns that overlap, all of them tried",
            patterns: overlapping(),
            path: |size| format!("/a{0}/a{0}/", "1".repeat(size / 2)),
            sizes: [1024, 8 * 1024],
        },
        Attack {
            name: "1 250 and 10 000 segments, 127 parameters and `{rest:path}`",
            patterns: vec![format!("{}/end", parameters(127)), "/{rest:path}".to_owned()],
            path: |size| "/s".repeat(size),
            sizes: [1_250, 10_000],
        },
    ]
}

/// Ten ways to say `a111`, and each of them again behind each.
fn overlapping() -> Vec<String> {
    let ways = |name: &str| {
        [
            "{N}",
            "{N:w}",
            "{N:x}",
            "{N:[a1]+}",
            "{N:[a-z0-9]+}",
            "{N:a1+}",
            "a{N}",
            "{N}1",
            "a{N}1",
            "a{N:d}",
        ]
        .map(|way| way.replace('N', name))
    };
    let pair = |one: String| ways("y").map(|two| format!("/{one}/{two}/end"));
    ways("x").into_iter().flat_map(pair).collect()
}

fn parameters(count: usize) -> String {
    (0..count).map(|at| format!("/{{p{at}}}")).collect()
}

impl Attack {
    fn outcome(&self, rounds: usize) -> Outcome {
        let tree = self.tree();
        let paths = self.sizes.map(self.path);
        let times = measure(rounds, &paths.each_ref().map(|path| request(&tree, path)));
        Outcome {
            name: self.name,
            bytes: paths.each_ref().map(String::len),
            times: [times[0], times[1]],
        }
    }

    fn tree(&self) -> Tree<usize> {
        let mut builder = TreeBuilder::new();
        for (at, pattern) in self.patterns.iter().enumerate() {
            *builder.entry(&Pattern::parse(pattern).expect("a pattern of an attack")) = Some(at);
        }
        builder.into()
    }
}

/// All that the router does for a request: its path is brought into one form, and searched.
fn request<'a>(tree: &'a Tree<usize>, path: &'a str) -> Turn<'a> {
    often(move || ask(tree, path))
}

fn ask(tree: &Tree<usize>, path: &str) {
    let mut spans = Spans::default();
    let path = normalize(black_box(path));
    let find = |path: &str| tree.find(path, &mut spans, &mut |at| Some(*at));
    black_box(path.as_deref().and_then(find));
}
