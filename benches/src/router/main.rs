mod github;
#[allow(dead_code, unused_imports)]
#[path = "../../../roob/src/routing/mod.rs"]
mod routing;

use std::hint::black_box;
use std::time::Instant;

type Find<'a> = Box<dyn Fn(&str) -> usize + 'a>;

fn main() {
    let patterns = github::patterns();
    let paths = github::paths();
    let mut tree = routing::TreeBuilder::new();
    for (i, p) in patterns.iter().enumerate() {
        *tree.entry(&routing::Pattern::parse(p).unwrap()) = Some(i);
    }
    let mut typed = routing::TreeBuilder::new();
    for (i, p) in patterns.iter().enumerate() {
        *typed.entry(&routing::Pattern::parse(&p.replace('}', ":w}")).unwrap()) = Some(i);
    }
    let (tree, typed): (routing::Tree<usize>, routing::Tree<usize>) = (tree.into(), typed.into());
    let mut m9 = matchit::Router::new();
    for (i, p) in patterns.iter().enumerate() {
        m9.insert(p, i).unwrap();
    }
    let mut m8 = matchit08::Router::new();
    for (i, p) in patterns.iter().enumerate() {
        m8.insert(p, i).unwrap();
    }
    let mut pt = path_tree::PathTree::new();
    for (i, p) in patterns.iter().enumerate() {
        let p = p.replace('{', ":").replace('}', "");
        let _ = pt.insert(&p, i);
    }
    let routers: Vec<(&str, Find)> = vec![
        (
            "roob",
            Box::new(|p| {
                let mut spans = routing::Spans::default();
                let r = tree.find(p, &mut spans, &mut |v| Some(*v)).unwrap();
                black_box(&spans);
                r
            }),
        ),
        (
            "roob typed",
            Box::new(|p| {
                let mut spans = routing::Spans::default();
                let r = typed.find(p, &mut spans, &mut |v| Some(*v)).unwrap();
                black_box(&spans);
                r
            }),
        ),
        (
            "matchit 0.9",
            Box::new(|p| {
                let m = m9.at(p).unwrap();
                black_box(&m.params);
                *m.value
            }),
        ),
        (
            "matchit 0.8.4",
            Box::new(|p| {
                let m = m8.at(p).unwrap();
                black_box(&m.params);
                *m.value
            }),
        ),
        (
            "path-tree",
            Box::new(|p| {
                let m = pt.find(p).unwrap();
                black_box(&m);
                *m.0
            }),
        ),
    ];
    if let Some(name) = std::env::args().nth(1) {
        let n: usize = std::env::args().nth(2).unwrap().parse().unwrap();
        let find = &routers.iter().find(|(k, _)| *k == name).unwrap().1;
        for _ in 0..n {
            for p in &paths {
                black_box(find(black_box(p)));
            }
        }
        return;
    }
    let mut times = vec![vec![]; routers.len()];
    for _ in 0..15 {
        for ((name, find), times) in routers.iter().zip(&mut times) {
            for (i, p) in paths.iter().enumerate() {
                assert_eq!(find(p), i, "{name} {p}");
            }
            let start = Instant::now();
            for _ in 0..2000 {
                for p in &paths {
                    black_box(find(black_box(p)));
                }
            }
            times.push(start.elapsed().as_nanos() as f64 / 2000.0 / paths.len() as f64);
        }
    }
    for ((name, _), times) in routers.iter().zip(&mut times) {
        times.sort_by(f64::total_cmp);
        println!("{name:15} {:.1} ({:.1}-{:.1})", times[7], times[0], times[14]);
    }
}
