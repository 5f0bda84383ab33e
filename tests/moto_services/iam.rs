//! AWS IAM: awsQuery, errors with codes of their own (`awsQueryError`), lists in pages.
use crate::{
    Moto, Suite,
    models::iam::{
        operation::{
            AddUserToGroup, AttachRolePolicy, CreateAccessKey, CreateGroup, CreatePolicy, CreateRole, CreateUser,
            CreateUserError, DeleteAccessKey, DeleteUser, DeleteUserError, GetRole, GetUser, GetUserError,
            GetUserPolicy, ListAccessKeys, ListAttachedRolePolicies, ListGroupsForUser, ListUserTags, ListUsers,
            PutUserPolicy, PutUserPolicyRequired, TagUser,
        },
        types::{StatusType, Tag},
        waiter,
    },
};

pub(crate) const SUITE: Suite = Suite {
    tests: &[("iam: users", users), ("iam: roles", roles)],
    warm_up: |moto| {
        moto.client().send(ListUsers::new()).unwrap();
    },
};

const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::a+b/*"}]}"#;
const TRUST: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}]}"#;

fn users(moto: Moto) {
    let client = moto.client();
    // IAM is global: the path keeps the two clients apart.
    let path = format!("/{}/", moto.name("users"));
    let names = ["ada", "bob", "eve"].map(|name| moto.name(name));
    for name in &names {
        let call = CreateUser::new(&**name).path(&*path).tags([Tag::new("team", "blau & grün")]);
        let user = client.send(call).unwrap().user.unwrap();
        assert_eq!((&user.user_name, &user.path), (name, &path));
        assert_eq!(user.arn, format!("arn:aws:iam::123456789012:user{path}{name}"));
    }
    let [ada, bob, _] = &names;
    client.wait_until(&waiter::USER_EXISTS, GetUser::new().user_name(&**ada)).unwrap();
    let error = client.send(CreateUser::new(&**ada)).unwrap_err();
    assert!(matches!(error.service(), Some(CreateUserError::EntityAlreadyExistsException(_))), "{error:?}");
    assert_eq!((error.status(), error.code()), (Some(409), Some("EntityAlreadyExists")));

    // moto knows no pages here: the first one has all.
    let listed = client.items(ListUsers::new().path_prefix(&*path).max_items(2));
    assert_eq!(listed.into_iter().map(|user| user.user_name).collect::<Vec<_>>(), names);

    client.send(TagUser::new(&**ada, [Tag::new("cost", "")])).unwrap();
    let mut tags = client.items(ListUserTags::new(&**ada));
    tags.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(tags, [Tag::new("cost", ""), Tag::new("team", "blau & grün")]);

    let group = moto.name("readers");
    assert_eq!(client.send(CreateGroup::new(&*group)).unwrap().group.group_name, group);
    client.send(AddUserToGroup::new(&*group, &**ada)).unwrap();
    let groups = client.items(ListGroupsForUser::new(&**ada));
    assert_eq!(groups.iter().map(|group| &*group.group_name).collect::<Vec<_>>(), [&*group]);

    let policy = PutUserPolicyRequired { user_name: &**ada, policy_name: "read", policy_document: POLICY };
    client.send(PutUserPolicy::new(policy)).unwrap();
    let read = client.send(GetUserPolicy::new(&**ada, "read")).unwrap();
    assert_eq!((&read.user_name, &*read.policy_name), (ada, "read"));
    // Documents are returned with percent-encoding; the API reference says so.
    let document = percent_decoded(&read.policy_document);
    assert_eq!(document.replace(' ', ""), POLICY.replace(' ', ""));

    let key = client.send(CreateAccessKey::new().user_name(&**bob)).unwrap().access_key;
    assert_eq!((&key.user_name, key.status), (bob, StatusType::Active));
    let listed = client.items(ListAccessKeys::new().user_name(&**bob));
    assert_eq!(listed.iter().map(|key| key.access_key_id.as_deref()).collect::<Vec<_>>(), [Some(&*key.access_key_id)]);
    // Ada has a policy.
    let error = client.send(DeleteUser::new(&**ada)).unwrap_err();
    assert!(matches!(error.service(), Some(DeleteUserError::DeleteConflictException(_))), "{error:?}");
    client.send(DeleteAccessKey::new(&*key.access_key_id).user_name(&**bob)).unwrap();
    client.send(DeleteUser::new(&**bob)).unwrap();
    let error = client.send(GetUser::new().user_name(&**bob)).unwrap_err();
    let Some(GetUserError::NoSuchEntityException(gone)) = error.service() else { panic!("{error:?}") };
    assert!(gone.message.as_deref().unwrap().contains(&**bob), "{gone:?}");
    assert_eq!((error.status(), error.code()), (Some(404), Some("NoSuchEntity")));
    assert!(error.request_id().is_some() && !error.is_retryable());
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn roles(moto: Moto) {
    let client = moto.client();
    let name = moto.name("robot");
    let call = CreateRole::new(&*name, TRUST).description("it works at night").max_session_duration(7200);
    let role = client.send(call).unwrap().role;
    assert_eq!(role.role_name, name);
    client.wait_until(&waiter::ROLE_EXISTS, GetRole::new(&*name)).unwrap();
    let read = client.send(GetRole::new(&*name)).unwrap().role;
    assert_eq!((&read.arn, &read.role_id), (&role.arn, &role.role_id));
    assert_eq!((read.description.as_deref(), read.max_session_duration), (Some("it works at night"), Some(7200)));

    let policies = ["a", "b"].map(|policy| {
        let call = CreatePolicy::new(format!("{name}-{policy}"), POLICY).description("lesen");
        let made = client.send(call).unwrap().policy.unwrap();
        assert_eq!((made.attachment_count, made.default_version_id.as_deref()), (Some(0), Some("v1")));
        let arn = made.arn.unwrap();
        client.send(AttachRolePolicy::new(&*name, &*arn)).unwrap();
        (made.policy_name.unwrap(), arn)
    });
    let attached = client.items(ListAttachedRolePolicies::new(&*name).max_items(1));
    let mut attached: Vec<_> =
        attached.into_iter().map(|policy| (policy.policy_name.unwrap(), policy.policy_arn.unwrap())).collect();
    attached.sort();
    assert_eq!(attached, policies);
}
