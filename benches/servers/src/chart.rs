//! The figures as a picture.

use super::bars::{self, Bar, Panel};
use super::load::LOADS;
use super::report::median;
use super::rounds::Figures;
use super::server::Server;

/// Time a request for two loads, and how many pipelined requests a second.
pub fn svg(servers: &[&Server], all: &[Figures]) -> String {
    let bars = |load: &str, value: fn(&Figures, usize) -> f64| -> Vec<Bar> {
        let at = LOADS.iter().position(|known| known.name == load).expect("a load");
        servers.iter().zip(all).map(|(server, own)| (server.name, value(own, at))).collect()
    };
    let user = |load| rising(bars(load, |own, at| median(&own.loads[at].user)));
    let mut pipelined =
        rising(bars("pipelined", |own, at| median(&own.loads[at].per_second) / 1e3));
    pipelined.reverse();
    let panel = |title: &str, bars, digits| Panel { title: title.to_owned(), bars, digits };
    let panels = [
        panel(
            "GET with a parameter: µs of the processor a request, kernel not counted",
            user("get id"),
            2,
        ),
        panel("POST of JSON: the same", user("post"), 2),
        panel("GET, 16 requests at once: thousand requests a second, more is better", pipelined, 0),
    ];
    bars::svg("Time a request and requests a second, server by server", &panels)
}

fn rising(mut bars: Vec<Bar>) -> Vec<Bar> {
    bars.sort_by(|one, two| one.1.total_cmp(&two.1));
    bars
}
