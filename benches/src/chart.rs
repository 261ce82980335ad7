//! Bars below titles, as a picture.

use std::fmt::Write;

const WIDTH: f64 = 720.0;
const LABEL: f64 = 150.0;
const ROW: f64 = 24.0;
const HEAD: f64 = 36.0;
/// What the longest bar leaves for its figure.
const FIGURE: f64 = 70.0;

/// Both colours of everything are in the picture: the reader's browser chooses.
const STYLE: &str = "<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 }
  .bar { fill: #8c959f }
  .own { fill: #bf5b17 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .bar { fill: #6e7681 }
    .own { fill: #f0883e }
  }
</style>
";

/// A bar: what it stands for, and its length.
pub type Bar = (&'static str, f64);

/// Bars that are compared with each other.
pub struct Panel {
    pub title: String,
    pub bars: Vec<Bar>,
    /// How many digits of a figure stand behind the point.
    pub digits: usize,
}

/// The picture of `panels`, which `label` describes to who cannot see it.
pub fn svg(label: &str, panels: &[Panel]) -> String {
    let mut body = String::new();
    let mut end = -ROW;
    for panel in panels {
        end = draw(&mut body, end + ROW, panel);
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {end}\" width=\"{WIDTH}\" \
         height=\"{end}\" role=\"img\" aria-label=\"{label}\">\n\
         {STYLE}{body}</svg>\n"
    )
}

/// Draws a panel from `top` on; says where it ends.
fn draw(body: &mut String, top: f64, panel: &Panel) -> f64 {
    let Panel { title, bars, digits } = panel;
    let longest = bars.iter().map(|(_, value)| *value).fold(0.0, f64::max);
    let unit = (WIDTH - LABEL - FIGURE) / longest;
    let _ = writeln!(body, "<text class=\"title\" x=\"0\" y=\"{}\">{title}</text>", top + 20.0);
    for (at, (name, value)) in bars.iter().enumerate() {
        let y = top + HEAD + ROW * at as f64;
        let (class, length) = (if name.starts_with("roob") { "own" } else { "bar" }, value * unit);
        let (text, figure) = (y + 13.0, LABEL + length + 6.0);
        let _ = writeln!(
            body,
            "<text x=\"{}\" y=\"{text}\" text-anchor=\"end\">{name}</text>\
             <rect class=\"{class}\" x=\"{LABEL}\" y=\"{y}\" width=\"{length:.1}\" height=\"17\"/>\
             <text x=\"{figure:.1}\" y=\"{text}\">{value:.digits$}</text>",
            LABEL - 8.0,
        );
    }
    top + HEAD + ROW * bars.len() as f64
}
