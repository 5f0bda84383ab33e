//! Writes the measured table and the plot of `docs/performance.md` from lines of standard input, one a measurement:
//! group, what, unit, ours, the official SDK's, and the bar as a factor, separated by tabs. `benches/measure.sh` runs it.
use std::{fmt::Write as _, fs, io, path::Path};

const BEGIN: &str = "<!-- measured: benches/measure.sh writes what follows -->\n";
const END: &str = "<!-- end of what is measured -->\n";

struct Row {
    group: String,
    what: String,
    unit: String,
    ours: f64,
    official: f64,
    bar: Option<f64>,
}

impl Row {
    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split('\t').map(str::trim);
        let mut text = || fields.next().map(str::to_owned);
        let (group, what, unit) = (text()?, text()?, text()?);
        let (ours, official) = (text()?.parse().ok()?, text()?.parse().ok()?);
        Some(Self { group, what, unit, ours, official, bar: text().and_then(|bar| bar.parse().ok()) })
    }

    /// How many times less ours is.
    fn factor(&self) -> f64 {
        self.official / self.ours
    }
}

/// At most three digits after the point, and none for large numbers.
fn number(value: f64) -> String {
    if value >= 100.0 || value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.1}") }
}

fn table(rows: &[Row]) -> String {
    let mut text = String::from("| | ferrosmith | official SDK | times less | bar |\n|---|--:|--:|--:|--:|\n");
    for row in rows {
        let Row { group, what, unit, ours, official, bar } = row;
        let bar = bar.map(|bar| format!("≥ {bar}")).unwrap_or_default();
        let (ours, official, factor) = (number(*ours), number(*official), row.factor());
        // The unit of lines is lines.
        let unit = if unit == group { String::new() } else { format!(", {unit}") };
        _ = writeln!(text, "| {group}: {what}{unit} | {ours} | {official} | {factor:.1} | {bar} |");
    }
    text
}

/// A bar for each row: how much of the official SDK's figure ours is.
fn plot(rows: &[Row]) -> String {
    const LABELS: usize = 330;
    const WIDTH: usize = 420;
    const LINE: usize = 26;
    let height = rows.len() * LINE + 46;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {height}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"12\" y=\"22\" font-weight=\"bold\">What ferrosmith takes of what the official SDK takes; shorter is better</text>\n",
        LABELS + WIDTH + 70
    );
    for (index, row) in rows.iter().enumerate() {
        let y = 36 + index * LINE;
        let part = (row.ours / row.official).min(1.0);
        let length = (part * WIDTH as f64).max(1.0);
        _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}: {}</text>\
             <rect x=\"{LABELS}\" y=\"{y}\" width=\"{WIDTH}\" height=\"18\" fill=\"#dde3ea\"/>\
             <rect x=\"{LABELS}\" y=\"{y}\" width=\"{length:.0}\" height=\"18\" fill=\"#b7410e\"/>\
             <text x=\"{}\" y=\"{}\">{:.1} ×</text>",
            LABELS - 10,
            y + 14,
            row.group,
            row.what,
            LABELS + WIDTH + 10,
            y + 14,
            row.factor()
        );
    }
    svg + "</svg>\n"
}

fn main() -> io::Result<()> {
    let text = io::read_to_string(io::stdin())?;
    let rows: Vec<Row> = text.lines().filter(|line| !line.starts_with('#')).filter_map(Row::parse).collect();
    let notes: String =
        text.lines().filter_map(|line| line.strip_prefix("# ")).map(|line| format!("{line}\n")).collect();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let page = docs.join("performance.md");
    let before = fs::read_to_string(&page)?;
    let (head, rest) = before.split_once(BEGIN).ok_or_else(|| io::Error::other(format!("no line {BEGIN}")))?;
    let (_, tail) = rest.split_once(END).ok_or_else(|| io::Error::other(format!("no line {END}")))?;
    fs::write(page, format!("{head}{BEGIN}{notes}\n{}\n{END}{tail}", table(&rows)))?;
    fs::write(docs.join("pictures/performance.svg"), plot(&rows))
}
