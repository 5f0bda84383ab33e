//! Amazon EC2: ec2Query, lists with numbered names, filters, and no error in the model.
use crate::{
    Moto, Suite,
    models::ec2::{
        operation::{
            AttachVolume, AttachVolumeRequired, AuthorizeSecurityGroupIngress, CreateKeyPair, CreateSecurityGroup,
            CreateSubnet, CreateTags, CreateVolume, CreateVpc, DeleteVpc, DescribeInstances, DescribeRegions,
            DescribeSecurityGroups, DescribeSubnets, DescribeTags, DescribeVolumes, DescribeVpcs, RunInstances,
            StopInstances, TerminateInstances,
        },
        types::{
            Filter, InstanceStateName, IpPermission, IpRange, ResourceType, Tag, TagSpecification, UserIdGroupPair,
            VolumeAttachmentState, VolumeState, VpcState,
        },
        waiter,
    },
};

pub(crate) const SUITE: Suite = Suite {
    tests: &[("ec2: networks", networks), ("ec2: instances and volumes", instances)],
    warm_up: |moto| {
        moto.client().send(DescribeRegions::new()).unwrap();
    },
};

/// A filter of one value.
fn filter(name: &str, value: &str) -> Filter {
    Filter::new().name(name).values([value])
}

fn tag(key: &str, value: &str) -> Tag {
    Tag::new().key(key).value(value)
}

fn networks(moto: Moto) {
    let client = moto.client();
    let here = client.send(DescribeRegions::new().region_names([moto.region()])).unwrap().regions.unwrap();
    assert_eq!((here.len(), here[0].region_name.as_deref()), (1, Some(moto.region())));

    let named = TagSpecification::new().resource_type(ResourceType::Vpc).tags([tag("Name", "blau & grün")]);
    let vpc = client.send(CreateVpc::new().cidr_block("10.1.0.0/16").tag_specifications([named])).unwrap().vpc.unwrap();
    assert_eq!((vpc.cidr_block.as_deref(), vpc.is_default), (Some("10.1.0.0/16"), Some(false)));
    let id = vpc.vpc_id.unwrap();
    client.wait_until(&waiter::VPC_AVAILABLE, DescribeVpcs::new().vpc_ids([&*id])).unwrap();
    let found =
        client.items(DescribeVpcs::new().filters([filter("tag:Name", "blau & grün"), filter("cidr", "10.1.0.0/16")]));
    assert_eq!(found.iter().map(|vpc| vpc.vpc_id.as_deref()).collect::<Vec<_>>(), [Some(&*id)]);
    assert_eq!(
        (found[0].state.clone(), found[0].tags.clone()),
        (Some(VpcState::Available), Some(vec![tag("Name", "blau & grün")]))
    );

    let subnets = ["10.1.1.0/24", "10.1.2.0/24"].map(|block| {
        client.send(CreateSubnet::new(&*id).cidr_block(block)).unwrap().subnet.unwrap().subnet_id.unwrap()
    });
    let mut listed: Vec<_> = client
        .items(DescribeSubnets::new().filters([Filter::new().name("vpc-id").values([&*id])]))
        .into_iter()
        .map(|subnet| (subnet.cidr_block.unwrap(), subnet.subnet_id.unwrap(), subnet.available_ip_address_count))
        .collect();
    listed.sort();
    let [one, two] = subnets;
    assert_eq!(listed, [("10.1.1.0/24".to_owned(), one, Some(251)), ("10.1.2.0/24".to_owned(), two, Some(251))]);

    let call = CreateSecurityGroup::new("web servers", "web").vpc_id(&*id);
    let group = client.send(call).unwrap().group_id.unwrap();
    let web = IpPermission::new().ip_protocol("tcp").from_port(443).to_port(443).ip_ranges([
        IpRange::new().cidr_ip("192.0.2.0/24").description("office"),
        IpRange::new().cidr_ip("198.51.100.0/24"),
    ]);
    let own = IpPermission::new()
        .ip_protocol("-1")
        .user_id_group_pairs([UserIdGroupPair::new().group_id(&*group).description("each other")]);
    let call = AuthorizeSecurityGroupIngress::new().group_id(&*group).ip_permissions([web, own]);
    let authorized = client.send(call).unwrap();
    assert_eq!(authorized.r#return, Some(true));
    let read = client.items(DescribeSecurityGroups::new().group_ids([&*group]));
    let [read] = &read[..] else { panic!("{read:?}") };
    assert_eq!((read.group_name.as_deref(), read.description.as_deref()), (Some("web"), Some("web servers")));
    let mut rules = read.ip_permissions.clone().unwrap();
    rules.sort_by_key(|rule| rule.from_port);
    let [own, web] = &rules[..] else { panic!("{rules:?}") };
    let pairs = own.user_id_group_pairs.as_ref().unwrap();
    assert_eq!((own.ip_protocol.as_deref(), pairs[0].group_id.as_ref()), (Some("-1"), Some(&group)));
    assert_eq!((web.from_port, web.to_port), (Some(443), Some(443)));
    let ranges = web.ip_ranges.as_ref().unwrap();
    let ranges: Vec<_> = ranges.iter().map(|it| (it.cidr_ip.as_deref(), it.description.as_deref())).collect();
    assert_eq!(ranges, [(Some("192.0.2.0/24"), Some("office")), (Some("198.51.100.0/24"), None)]);

    let error = client.send(DescribeVpcs::new().vpc_ids(["vpc-00000000"])).unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(400), Some("InvalidVpcID.NotFound")), "{error:?}");
    assert!(error.message().unwrap().contains("vpc-00000000") && error.request_id().is_some(), "{error:?}");
    let empty = client.send(CreateVpc::new().cidr_block("10.2.0.0/16")).unwrap().vpc.unwrap().vpc_id.unwrap();
    client.send(DeleteVpc::new(empty)).unwrap();
}

fn instances(moto: Moto) {
    let client = moto.client();
    let key = client.send(CreateKeyPair::new("key")).unwrap();
    let material = key.key_material.unwrap();
    assert!(material.starts_with("-----BEGIN RSA PRIVATE KEY-----\n"), "{} lines", material.lines().count());
    let call = RunInstances::new(3, 3)
        .image_id("ami-12c6146b")
        .instance_type("t3.micro")
        .key_name("key")
        .tag_specifications([TagSpecification::new().resource_type("instance").tags([tag("role", "worker")])]);
    let reservation = client.send(call).unwrap();
    let started = reservation.instances.unwrap();
    let mut ids: Vec<_> = started.iter().map(|instance| instance.instance_id.clone().unwrap()).collect();
    ids.sort();
    assert_eq!(ids.len(), 3);
    assert!(
        started.iter().all(|it| it.tags == Some(vec![tag("role", "worker")]) && it.key_name.as_deref() == Some("key"))
    );
    let all = || DescribeInstances::new().instance_ids(&ids);
    client.wait_until(&waiter::INSTANCE_RUNNING, all()).unwrap();
    let workers =
        DescribeInstances::new().filters([filter("tag:role", "worker"), filter("instance-state-name", "running")]);
    let mut found: Vec<_> = client
        .pages(workers.max_results(5))
        .into_iter()
        .flat_map(|page| page.reservations.unwrap())
        .flat_map(|reservation| reservation.instances.unwrap())
        .map(|instance| instance.instance_id.unwrap())
        .collect();
    found.sort();
    assert_eq!(found, ids);

    let zone = started[0].placement.as_ref().unwrap().availability_zone.clone().unwrap();
    let volume =
        client.send(CreateVolume::new().availability_zone(zone).size(8).volume_type("gp3").encrypted(false)).unwrap();
    let volume = volume.volume_id.unwrap();
    client.wait_until(&waiter::VOLUME_AVAILABLE, DescribeVolumes::new().volume_ids([&*volume])).unwrap();
    let attached = client
        .send(AttachVolume::new(AttachVolumeRequired {
            device: "/dev/sdf",
            instance_id: &*ids[0],
            volume_id: &*volume,
        }))
        .unwrap();
    assert_eq!((attached.instance_id.as_ref(), attached.device.as_deref()), (Some(&ids[0]), Some("/dev/sdf")));
    let read = client.items(DescribeVolumes::new().filters([filter("volume-id", &volume)]));
    assert_eq!((read[0].size, read[0].state.clone()), (Some(8), Some(VolumeState::InUse)));
    let attachments = read[0].attachments.as_ref().unwrap();
    assert_eq!(attachments[0].state, Some(VolumeAttachmentState::Attached));
    assert!(attachments[0].attach_time.unwrap().seconds() > 1_700_000_000);

    client.send(CreateTags::new([&*ids[0], &*volume], [tag("cost", "7"), tag("empty", "")])).unwrap();
    let tags = client.items(DescribeTags::new().filters([filter("resource-id", &volume)]));
    let mut tags: Vec<_> = tags.into_iter().map(|tag| (tag.key.unwrap(), tag.value.unwrap_or_default())).collect();
    tags.sort();
    assert_eq!(tags, [("cost".to_owned(), "7".to_owned()), ("empty".to_owned(), String::new())]);

    let stopped = client.send(StopInstances::new([&*ids[1]])).unwrap().stopping_instances.unwrap();
    assert_eq!(stopped[0].previous_state.as_ref().unwrap().name, Some(InstanceStateName::Running));
    client.wait_until(&waiter::INSTANCE_STOPPED, DescribeInstances::new().instance_ids([&*ids[1]])).unwrap();
    client.send(TerminateInstances::new(&ids)).unwrap();
    client.wait_until(&waiter::INSTANCE_TERMINATED, all()).unwrap();
    let error = client.send(DescribeInstances::new().instance_ids(["i-00000000"])).unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(400), Some("InvalidInstanceID.NotFound")), "{error:?}");
}
