//! `aws.partition`. Smithy 2.0, "AWS rules engine library functions".
//!
//! `partitions.json` contains data that AWS publishes with its SDKs: names, DNS suffixes and Regions.
use crate::json;
use serde_json::Value;
use std::sync::LazyLock;

struct Partition {
    outputs: Value,
    regions: Vec<String>,
    /// What the names of its Regions begin with.
    prefixes: Vec<String>,
}

static PARTITIONS: LazyLock<Vec<Partition>> = LazyLock::new(|| {
    let file = json::document(include_bytes!("partitions.json")).unwrap_or_default();
    // A test checks that `filter_map` drops no row.
    file.get("partitions").and_then(Value::as_array).into_iter().flatten().filter_map(read).collect()
});

fn read(partition: &Value) -> Option<Partition> {
    let regions = partition["regions"].as_array()?.iter();
    Some(Partition {
        outputs: partition["outputs"].clone(),
        regions: regions.filter_map(|region| Some(region.as_str()?.to_owned())).collect(),
        prefixes: prefixes(partition["regionRegex"].as_str()?)?,
    })
}

/// Returns the prefixes in a pattern such as `^(us|eu)\-\w+\-\d+$`. All published patterns have this form, so a matcher
/// of regular expressions is not needed.
fn prefixes(pattern: &str) -> Option<Vec<String>> {
    let prefixes = pattern.strip_prefix('^')?.strip_suffix(r"\-\w+\-\d+$")?;
    Some(prefixes.split('|').map(|prefix| prefix.replace(['\\', '(', ')'], "")).collect())
}

impl Partition {
    /// Whether a Region's name is that of a Region of this partition: prefix, word and number.
    fn matches(&self, region: &str) -> bool {
        let is_word = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_');
        let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        self.prefixes.iter().any(|prefix| {
            let rest = region.strip_prefix(prefix.as_str()).and_then(|rest| rest.strip_prefix('-'));
            rest.and_then(|rest| rest.rsplit_once('-')).is_some_and(|(word, number)| is_word(word) && is_number(number))
        })
    }
}

/// Returns the partition of a Region: the one that lists it, else the one whose pattern matches, else `aws`, because a
/// new Region most likely belongs to it.
pub(crate) fn for_region(region: &str) -> Option<&'static Value> {
    let by_name = || PARTITIONS.iter().find(|partition| partition.regions.iter().any(|name| name == region));
    let by_pattern = || PARTITIONS.iter().find(|partition| partition.matches(region));
    let standard =
        || PARTITIONS.iter().find(|partition| partition.outputs.get("name").is_some_and(|name| name == "aws"));
    Some(&by_name().or_else(by_pattern).or_else(standard)?.outputs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_valid() {
        assert_eq!(PARTITIONS.len(), 8);
        for partition in PARTITIONS.iter() {
            let outputs = &partition.outputs;
            for key in ["name", "dnsSuffix", "dualStackDnsSuffix", "implicitGlobalRegion"] {
                assert!(outputs[key].is_string(), "{key} of {outputs}");
            }
            assert!(outputs["supportsFIPS"].is_boolean() && outputs["supportsDualStack"].is_boolean(), "{outputs}");
            // Pseudo-Regions such as `aws-global` denote a partition and match no pattern.
            let regions: Vec<_> = partition.regions.iter().filter(|region| !region.ends_with("-global")).collect();
            assert!(!regions.is_empty());
            for region in regions {
                let matching = PARTITIONS.iter().filter(|other| other.matches(region)).count();
                assert!(partition.matches(region) && matching == 1, "{region} of {outputs}");
            }
        }
    }

    #[test]
    fn prefixes_are_the_alternatives_of_a_pattern() {
        assert_eq!(prefixes(r"^(us|eu)\-\w+\-\d+$").unwrap(), ["us", "eu"]);
        assert_eq!(prefixes(r"^us\-gov\-\w+\-\d+$").unwrap(), ["us-gov"]);
        assert_eq!(prefixes(r"^eusc\-(de)\-\w+\-\d+$").unwrap(), ["eusc-de"]);
        assert_eq!(prefixes(r"^[a-z]+$"), None);
    }

    #[test]
    fn a_region_is_looked_up_by_name_then_by_pattern_then_in_aws() {
        for (region, name) in [
            ("eu-west-1", "aws"),
            ("eu-isoe-west-1", "aws-iso-e"),
            ("aws-cn-global", "aws-cn"),
            ("cn-somewhere-9", "aws-cn"),
            ("us-gov-north-7", "aws-us-gov"),
            ("us-north_by_east-12", "aws"),
            ("cn-north", "aws"),
            ("cn-north-", "aws"),
            ("cn--1", "aws"),
            ("cn-north-west-1", "aws"),
            ("xcn-north-1", "aws"),
            ("mars-1", "aws"),
            ("", "aws"),
        ] {
            assert_eq!(for_region(region).unwrap()["name"], name, "{region}");
        }
    }
}
