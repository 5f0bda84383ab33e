//! Measures the time and memory to generate from a large synthetic model: `large_model KIND COUNT`. See
//! `docs/loader.md`.

use std::time::Instant;

use ferrosmith_codegen::model::Diagnostic;
use ferrosmith_codegen::plan::{self, Selection};
use ferrosmith_codegen::{Diagnostics, Source, emit, format, model, report};

/// Returns the shapes of a model: those that the operation `O` reaches by its input `I`, or invalid ones.
fn shapes(kind: &str, count: usize) -> Option<Vec<String>> {
    let member = |i: usize, target: &str| format!("\"m{i}\": {{\"target\": \"{target}\"}}");
    let structure = |id: &str, members: &[String]| {
        format!("\"a#{id}\": {{\"type\": \"structure\", \"members\": {{{}}}}}", members.join(", "))
    };
    let all = |make: &dyn Fn(usize) -> String| (0..count).map(make).collect::<Vec<_>>();
    let string = |i| member(i, "smithy.api#String");
    let input = |target: &str| structure("I", &[member(0, target)]);
    Some(match kind {
        "members" => vec![structure("I", &all(&string))],
        "structures" => {
            let mut shapes = all(&|i| structure(&format!("S{i}"), &[string(0)]));
            shapes.push(structure("I", &all(&|i| member(i, &format!("a#S{i}")))));
            shapes
        }
        "chain" => {
            let link = |i: usize| structure(&format!("S{i}"), &[member(0, &format!("a#S{}", (i + 1) % count))]);
            [all(&link), vec![input("a#S0")]].concat()
        }
        "enum" => {
            let values = all(&|i| member(i, "smithy.api#Unit")).join(", ");
            vec![format!("\"a#E\": {{\"type\": \"enum\", \"members\": {{{values}}}}}"), input("a#E")]
        }
        "union" => {
            let members = all(&string).join(", ");
            vec![format!("\"a#U\": {{\"type\": \"union\", \"members\": {{{members}}}}}"), input("a#U")]
        }
        "apply" => {
            let apply = |i: usize| {
                format!("\"a#I$m{i}\": {{\"type\": \"apply\", \"traits\": {{\"smithy.api#documentation\": \"{i}\"}}}}")
            };
            [vec![structure("I", &all(&string))], all(&apply)].concat()
        }
        "operations" => {
            let operation =
                |i: usize| format!("\"a#O{i}\": {{\"type\": \"operation\", \"input\": {{\"target\": \"a#I\"}}}}");
            [all(&operation), vec![structure("I", &[string(0)])]].concat()
        }
        "undefined" => {
            let users = |i: usize| structure(&format!("Structure{i}"), &[member(0, &format!("a#Strcture{i}"))]);
            [all(&users), vec![structure("I", &[string(0)])]].concat()
        }
        "unknown-apply" => {
            let apply = |i: usize| format!("\"a#I$n{i}\": {{\"type\": \"apply\", \"traits\": {{}}}}");
            [vec![structure("I", &all(&string))], all(&apply)].concat()
        }
        _ => return None,
    })
}

/// Runs the steps of `generate`, and prints the time of each.
fn steps(sources: &[Source]) -> Result<usize, Diagnostics> {
    let mut start = Instant::now();
    let mut report = |step: &str| {
        println!("  {step} {:.2} s, {} MB", start.elapsed().as_secs_f64(), peak_memory());
        start = Instant::now();
    };
    let model = model::load(sources)?;
    report("load");
    let plan = plan::plan(&model, &Selection { module: "large".to_owned(), ..Selection::default() })?;
    report("plan");
    let plans = [plan];
    drop(model);
    let files = format::format(&emit::emit(&plans)).map_err(|error| Diagnostic::new(error.to_string()))?;
    report("emit and format");
    Ok(files.len())
}

/// Returns the peak memory of the process in megabytes; 0 if the system does not provide it.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()).map_or(0, |kb| kb / 1024)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (kind, count) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    let count: usize = count.parse().map_err(|_| "the second argument is how many")?;
    let known = "members, structures, chain, enum, union, apply, operations, undefined or unknown-apply";
    let mut shapes = shapes(&kind, count).ok_or(format!("the first argument is {known}"))?;
    let bound = if kind == "operations" {
        (0..count).map(|i| format!("{{\"target\": \"a#O{i}\"}}")).collect::<Vec<_>>().join(", ")
    } else {
        shapes.push("\"a#O\": {\"type\": \"operation\", \"input\": {\"target\": \"a#I\"}}".to_owned());
        "{\"target\": \"a#O\"}".to_owned()
    };
    let traits = "{\"aws.protocols#awsJson1_1\": {}}";
    shapes.push(format!(
        "\"a#S\": {{\"type\": \"service\", \"version\": \"1\", \"operations\": [{bound}], \"traits\": {traits}}}"
    ));
    let text = format!("{{\"smithy\": \"2.0\", \"shapes\": {{\n{}\n}}}}\n", shapes.join(",\n"));
    if arguments.next().as_deref() == Some("--print") {
        print!("{text}");
        return Ok(());
    }
    drop(shapes);
    let size = text.len();
    let sources = vec![Source { path: "large.json".to_owned(), text }];
    let start = Instant::now();
    let result = match steps(&sources) {
        Ok(files) => format!("{files} files"),
        Err(problems) => {
            let text = report::render(&problems, &sources, report::Style::Plain);
            format!("{} problems, reported in {} bytes", problems.len(), text.len())
        }
    };
    let seconds = start.elapsed().as_secs_f64();
    println!("{kind} {count}: {size} bytes, {result}, {seconds:.1} s, {} MB at most", peak_memory());
    Ok(())
}
