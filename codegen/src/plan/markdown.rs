//! placeholder until the renderer lands
pub(crate) fn render(documentation: &str) -> Vec<String> {
    vec![documentation.split_whitespace().collect::<Vec<_>>().join(" ")]
}
