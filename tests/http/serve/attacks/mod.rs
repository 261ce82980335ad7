//! A corpus of attacks, against a real program over real sockets.

mod attack;
mod corpus;
#[cfg(target_os = "linux")]
mod holdings;
mod changes;

use super::program::{Serving, example};
use attack::{Pace, attack};
use corpus::{Case, tables};

/// The program, whose allocator gives back what it can.
async fn attacked() -> Serving {
    let mut command = example("attacked");
    command.arg("0").env("MALLOC_ARENA_MAX", "1").env("MALLOC_TRIM_THRESHOLD_", "65536");
    Serving::start(&mut command).await
}

/// Attacks with each case of a table, and says all that was not right.
async fn check(name: &str) {
    let server = attacked().await;
    let tables = tables();
    let (_, cases) = tables.iter().find(|(table, _)| *table == name).unwrap();
    let wrong = all(&server, cases).await;
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

async fn all(server: &Serving, cases: &[Case]) -> Vec<String> {
    let mut wrong = Vec::new();
    for case in cases {
        for pace in [Pace::Whole, Pace::Bytes] {
            if (pace == Pace::Whole || case.is_of_any_pace())
                && let Err(error) = attack(&server.address, case, pace).await
            {
                wrong.push(format!("{} ({pace:?}): {error}", case.name));
            }
        }
    }
    wrong
}

#[test]
fn the_corpus_has_at_least_400_cases_and_each_has_a_name_of_its_own() {
    let tables = tables();
    let mut names: Vec<_> = tables
        .iter()
        .flat_map(|(name, cases)| cases.iter().map(move |case| (name, &case.name)))
        .collect();
    let all = names.len();
    names.sort();
    names.dedup();
    assert!(all >= 400 && names.len() == all, "{} of {all}", names.len());
}

#[tokio::test]
async fn nobody_smuggles_a_request() {
    check("smuggling").await;
}

#[tokio::test]
async fn a_chunked_body_is_well_formed_or_refused() {
    check("chunks").await;
}

#[tokio::test]
async fn a_head_is_well_formed_or_refused() {
    check("heads").await;
}

#[tokio::test]
async fn a_target_has_one_of_four_forms() {
    check("targets").await;
}

#[tokio::test]
async fn a_request_names_one_host() {
    check("hosts").await;
}

#[tokio::test]
async fn a_connection_goes_on_or_ends_as_it_should() {
    check("flow").await;
}

#[tokio::test]
async fn a_client_may_go_at_any_time() {
    check("ends").await;
}
