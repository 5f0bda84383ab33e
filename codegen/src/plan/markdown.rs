//! placeholder until the renderer lands
pub(crate) fn render(documentation: &str) -> Vec<String> {
    vec![documentation.replace(|c: char| !c.is_ascii_graphic(), " ").split_whitespace().collect::<Vec<_>>().join(" ")]
}
