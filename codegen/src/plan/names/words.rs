//! Splits the names of a model into words.
//!
//! A word starts at an uppercase letter after a lowercase one, and at the last of several uppercase letters before a
//! lowercase one: `KMSKeyId` is `kms_key_id`. Digits belong to the preceding word. These are the rules of `heck`. In
//! addition, an acronym includes its plural `s` and its version, and words of mixed case are listed in [`MIXED`].

/// Words of mixed case. Each may have a plural `s`.
const MIXED: &[&str] = &[
    "FSx", "GBps", "GHz", "GiB", "GiBps", "IoT", "KBps", "KiB", "KiBps", "LoRaWAN", "MBps", "MHz", "MiB", "MiBps",
    "OAuth", "OTel", "PiB", "SaaS", "TBps", "TiB", "VCpu", "vCPU", "vCpu",
];

/// Returns the words of a name in lowercase, joined by `_`. Characters other than ASCII letters and digits separate
/// words.
pub(super) fn words(name: &str) -> String {
    let mut words = Vec::new();
    for chunk in name.split(|c: char| !c.is_ascii_alphanumeric()) {
        let mut rest = chunk;
        while !rest.is_empty() {
            let (word, after) = rest.split_at(first_word(rest.as_bytes()));
            words.push(word.to_ascii_lowercase());
            rest = after;
        }
    }
    words.join("_")
}

/// Returns the length of the first word of `text`, which consists of letters and digits.
fn first_word(text: &[u8]) -> usize {
    if let Some(length) = mixed_case_word(text) {
        return length;
    }
    let is = |index: usize, what: fn(&u8) -> bool| text.get(index).is_some_and(what);
    // A digit has the case of the letter before it.
    let mut follows_lowercase = false;
    for (index, byte) in text.iter().enumerate().skip(1) {
        let previous = index - 1;
        follows_lowercase =
            if is(previous, u8::is_ascii_digit) { follows_lowercase } else { is(previous, u8::is_ascii_lowercase) };
        if byte.is_ascii_uppercase() {
            let precedes_lowercase = is(index + 1, u8::is_ascii_lowercase);
            let continues_acronym = text.iter().take(index).any(u8::is_ascii_uppercase);
            if follows_lowercase || precedes_lowercase && continues_acronym && !ends_acronym(text, index + 1) {
                return index;
            }
        }
    }
    text.len()
}

/// Whether the lowercase letter at `index` belongs to the preceding acronym: `IDs`, `DBv2`.
fn ends_acronym(text: &[u8], index: usize) -> bool {
    let next = text.get(index + 1);
    // A single uppercase letter is the initial of a word; an acronym has at least two.
    let is_acronym = index >= 2 && text.get(index - 2).is_some_and(u8::is_ascii_uppercase);
    is_acronym
        && match text.get(index) {
            Some(b's') => !next.is_some_and(u8::is_ascii_lowercase),
            Some(b'v') => next.is_some_and(u8::is_ascii_digit),
            _ => false,
        }
}

/// Returns the length of the word of [`MIXED`] at the start of `text`, including a plural `s` and digits.
fn mixed_case_word(text: &[u8]) -> Option<usize> {
    let is_word_end = |length: usize| !text.get(length).is_some_and(u8::is_ascii_lowercase);
    let lengths = MIXED.iter().filter(|word| text.starts_with(word.as_bytes())).map(|word| word.len());
    let plural = |length: usize| if text.get(length) == Some(&b's') { length + 1 } else { length };
    let length = lengths.flat_map(|length| [length, plural(length)]).find(|length| is_word_end(*length))?;
    let digits = text.iter().skip(length).take_while(|byte| byte.is_ascii_digit()).count();
    is_word_end(length + digits).then_some(length + digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use heck::ToSnakeCase;
    use std::{collections::BTreeSet, env, fs, path::PathBuf};

    #[test]
    fn names_are_split_into_words() {
        let cases = "
            IDs ids, SecurityGroupIDs security_group_ids, securityGroupIDs security_group_ids, IDsToAdd ids_to_add
            providerARNs provider_arns, SAMLProviderARNs saml_provider_arns, LogoutURLs logout_urls, URIs uris
            VPCs vpcs, ListWebACLs list_web_acls, AvailableIPsInSubnet available_ips_in_subnet, EnoughAZs enough_azs
            CMKsException cmks_exception, TooManyCNAMEs too_many_cnames, CIDRs cidrs, DBs dbs, OUs ous, SizeInGBs size_in_gbs
            APIs apis, IPsV6 ips_v6, IDs2 ids2, EnableHTTPs enable_https
            DBSnapshot db_snapshot, ACLStatus acl_status, IPSet ip_set, IPSets ip_sets, AWSService aws_service
            HTTPSListener https_listener, DNSSECStatus dnssec_status, KMSKeyId kms_key_id, SSEKMSKeyId ssekms_key_id
            VPCId vpc_id, DBsnapshot d_bsnapshot, HAPairs ha_pairs, OpenZFSVolume open_zfs_volume, ResourceARN resource_arn
            DynamoDBv2 dynamo_dbv2, AmazonRDSv19 amazon_rdsv19, IPv6 ipv6, IPv4CIDRs ipv4_cidrs, Ipv6Address ipv6_address
            SSLv3 sslv3, TLSv1_2_2021 tlsv1_2_2021, SigV4 sig_v4, V2 v2, DBvolume d_bvolume
            Ec2Instance ec2_instance, EC2InstanceId ec2_instance_id, S3Uri s3_uri, S3objectKey s3object_key
            Base64 base64, MD5OfBody md5_of_body, x509 x509, X509Certificate x509_certificate, SHA256Hash sha256_hash
            ChecksumCRC64NVME checksum_crc64nvme, Phase1DHGroup phase1_dh_group, HTTP4xxErrors http4xx_errors, 3DModel 3d_model
            SizeGiB size_gib, MemoryGiBPerVCpu memory_gib_per_vcpu, DefaultVCpus default_vcpus, vCPUs vcpus
            MaximumThroughputInMBps maximum_throughput_in_mbps, ClockInGHz clock_in_ghz, FSxLustre fsx_lustre
            IoTThing iot_thing, AWSIoTCore aws_iot_core, OAuth2Token oauth2_token, GetOTelEnrichment get_otel_enrichment
            LoRaWANDevice lorawan_device, IoTime io_time, FSxtra f_sxtra, GiBson gi_bson
            ETag e_tag, topP top_p, XAmznTraceId x_amzn_trace_id, us-east-1 us_east_1, A_A a_a, __a a, - ";
        for case in cases.split([',', '\n']).map(str::trim).filter(|case| !case.is_empty()) {
            let (name, expected) = case.split_once(' ').unwrap_or((case, ""));
            assert_eq!(words(name), expected, "{name}");
        }
        assert_eq!(words("Größe"), "gr_e");
    }

    /// Returns the names of all shapes and members of the corpus.
    fn corpus() -> BTreeSet<String> {
        let project = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
        let corpus = env::var_os("FERROSMITH_CORPUS").map_or_else(|| project.join("../shared/corpus"), PathBuf::from);
        let mut names = BTreeSet::new();
        for folder in ["aws-models", "aws-models-2026", "protocol-tests"] {
            for entry in fs::read_dir(corpus.join(folder)).unwrap() {
                let path = entry.unwrap().path().display().to_string();
                if path.ends_with(".json") {
                    let model: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
                    for (id, shape) in model["shapes"].as_object().into_iter().flatten() {
                        names.extend(id.rsplit(['#', '$']).next().map(ToOwned::to_owned));
                        names.extend(shape["members"].as_object().into_iter().flatten().map(|(name, _)| name.clone()));
                    }
                }
            }
        }
        names
    }

    fn as_heck(name: &str) -> String {
        name.split(|c: char| !c.is_ascii_alphanumeric()).collect::<Vec<_>>().join("_").to_snake_case()
    }

    /// Shows the effect of a change of the rules on all names of the corpus.
    #[test]
    #[ignore = "needs the corpus of official models, at FERROSMITH_CORPUS or ../shared/corpus"]
    fn corpus_names_have_no_words_of_one_letter() {
        let is_single_letter = |word: &str| word.len() == 1 && word.starts_with(|c: char| c.is_ascii_lowercase());
        let is_unusual = |name: &&String| {
            // Single letters that the model itself separates are allowed.
            let parts = name.split(|c: char| !c.is_ascii_alphanumeric());
            parts.filter(|part| part.len() > 1).any(|part| words(part).split('_').any(is_single_letter))
        };
        let names = corpus();
        let unusual: Vec<&String> = names.iter().filter(is_unusual).collect();
        let expected = [
            "DTraceRestrictions",
            "ETag",
            "EnableResourceNameDnsARecord",
            "EnableResourceNameDnsARecordOnLaunch",
            "RData",
            "TStamp",
            "XAmznTraceId",
            "topP",
        ];
        assert_eq!(unusual, expected);
    }

    #[test]
    #[ignore = "needs the corpus of official models, at FERROSMITH_CORPUS or ../shared/corpus"]
    fn corpus_names_differ_from_heck_only_by_the_additional_rules() {
        let differing = corpus().into_iter().filter(|name| words(name) != as_heck(name));
        let is_covered = |name: &String| {
            let has_plural_or_version = name.as_bytes().windows(4).any(|window| {
                window[0].is_ascii_uppercase() && window[1].is_ascii_uppercase() && matches!(window[2], b's' | b'v')
            }) || name.ends_with('s');
            has_plural_or_version || MIXED.iter().any(|word| name.contains(word))
        };
        let unexpected: Vec<String> = differing.filter(|name| !is_covered(name)).collect();
        assert!(unexpected.is_empty(), "{unexpected:#?}");
    }
}
