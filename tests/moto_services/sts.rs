//! AWS STS: awsQuery, and calls without a signature.
use crate::{
    Moto, Suite,
    models::sts::{
        operation::{
            AssumeRole, AssumeRoleWithSaml, AssumeRoleWithSamlRequired, AssumeRoleWithWebIdentity,
            AssumeRoleWithWebIdentityRequired, GetCallerIdentity, GetFederationToken, GetSessionToken,
        },
        types::{PolicyDescriptorType, Tag},
    },
};
use ferrosmith::{Blob, client::Credentials};

pub(crate) const SUITE: Suite = Suite {
    tests: &[("sts: identities", identities), ("sts: tokens", tokens)],
    warm_up: |moto| {
        moto.client().send(GetCallerIdentity::new()).unwrap();
    },
};

const ROLE: &str = "arn:aws:iam::123456789012:role/reader";

const ASSERTION: &str = r#"<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">
    <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><saml:AttributeStatement>
        <saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/RoleSessionName">
            <saml:AttributeValue>saml@example.com</saml:AttributeValue></saml:Attribute>
        <saml:Attribute Name="https://aws.amazon.com/SAML/Attributes/Role">
            <saml:AttributeValue>arn:aws:iam::123456789012:role/reader,arn:aws:iam::123456789012:saml-provider/okta</saml:AttributeValue>
        </saml:Attribute>
    </saml:AttributeStatement></saml:Assertion>
</samlp:Response>"#;

fn identities(moto: Moto) {
    let client = moto.client();
    let me = client.send(GetCallerIdentity::new()).unwrap();
    assert_eq!(me.account.as_deref(), Some("123456789012"));
    assert!(me.arn.as_deref().unwrap().starts_with("arn:aws:sts::123456789012:"), "{me:?}");

    let call = AssumeRole::new(ROLE, "a-session@example.com")
        .duration_seconds(900)
        .policy_arns([PolicyDescriptorType::new().arn("arn:aws:iam::aws:policy/ReadOnlyAccess")])
        .policy(r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#)
        .tags([Tag::new("team", "blau & grün")]);
    let assumed = client.send(call).unwrap();
    let user = assumed.assumed_role_user.unwrap();
    assert_eq!(user.arn, "arn:aws:sts::123456789012:assumed-role/reader/a-session@example.com");
    assert!(user.assumed_role_id.ends_with(":a-session@example.com"), "{user:?}");
    let keys = assumed.credentials.unwrap();
    assert!(keys.access_key_id.starts_with("ASIA"), "{}", keys.access_key_id);
    assert!(keys.expiration.seconds() > 1_700_000_000);

    // With what was returned, the role is the caller.
    let credentials = Credentials::new(keys.access_key_id, keys.secret_access_key).session_token(keys.session_token);
    let role = moto.client_with(moto.config().credentials(credentials));
    assert_eq!(role.send(GetCallerIdentity::new()).unwrap().arn, Some(user.arn));
}

fn tokens(moto: Moto) {
    let client = moto.client();
    let session = client.send(GetSessionToken::new().duration_seconds(900)).unwrap().credentials.unwrap();
    assert!(!session.session_token.is_empty());
    let federated = client.send(GetFederationToken::new("Bob")).unwrap();
    assert_eq!(federated.federated_user.unwrap().arn, "arn:aws:sts::123456789012:federated-user/Bob");
    assert!(federated.credentials.is_some());

    // This one is not signed.
    let call = AssumeRoleWithWebIdentity::new(AssumeRoleWithWebIdentityRequired {
        role_arn: ROLE,
        role_session_name: "web",
        web_identity_token: "a.b.c",
    });
    let assumed = moto.client_with(moto.config().anonymous()).send(call.clone()).unwrap();
    assert_eq!(assumed.assumed_role_user.unwrap().arn, "arn:aws:sts::123456789012:assumed-role/reader/web");
    assert!(client.send(call).unwrap().credentials.is_some());

    // Neither is this one: the assertion of an identity provider, which is base64 of XML.
    let call = AssumeRoleWithSaml::new(AssumeRoleWithSamlRequired {
        role_arn: ROLE,
        principal_arn: "arn:aws:iam::123456789012:saml-provider/okta",
        saml_assertion: Blob::new(ASSERTION).to_base64(),
    });
    let call = call.duration_seconds(900);
    let assumed = moto.client_with(moto.config().anonymous()).send(call).unwrap();
    assert_eq!(
        assumed.assumed_role_user.unwrap().arn,
        "arn:aws:sts::123456789012:assumed-role/reader/saml@example.com"
    );
    assert!(assumed.credentials.is_some());

    let error = client.send(GetFederationToken::new("Bob").policy("x".repeat(2049))).unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(400), Some("ValidationError")), "{error:?}");
}
