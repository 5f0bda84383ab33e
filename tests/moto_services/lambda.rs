//! AWS Lambda: restJson1, labels, queries and an ARN in a path. No function runs, because that takes Docker.
use crate::{
    Moto, Suite,
    models::{
        iam::operation::CreateRole,
        lambda::{
            operation::{
                AddPermission, AddPermissionRequired, CreateAlias, CreateAliasRequired, CreateFunction,
                CreateFunctionError, CreateFunctionRequired, DeleteAlias, DeleteFunction, DeleteFunctionConcurrency,
                GetAlias, GetFunction, GetFunctionConcurrency, GetFunctionConfiguration, GetFunctionError, GetPolicy,
                ListAliases, ListFunctions, ListTags, ListVersionsByFunction, PublishVersion, PutFunctionConcurrency,
                TagResource, UntagResource, UpdateAlias, UpdateFunctionConfiguration,
            },
            types::{Environment, FunctionCode, Runtime},
            waiter,
        },
    },
};

pub(crate) const SUITE: Suite = Suite {
    tests: &[("lambda: functions", functions), ("lambda: versions and aliases", versions)],
    warm_up: |moto| {
        moto.client().send(ListFunctions::new()).unwrap();
    },
};

/// moto does not open it before the function runs.
const CODE: &[u8] = b"not really a zip";

fn function(role: &str, name: &str) -> CreateFunction {
    let code = FunctionCode::new().zip_file(CODE);
    CreateFunction::new(CreateFunctionRequired { function_name: name, role, code })
        .runtime(Runtime::Python312)
        .handler("main.handle")
}

/// Creates a role, which is global, for the functions of a test.
fn role(moto: Moto, name: &str) -> String {
    let trust = r#"{"Version": "2012-10-17", "Statement": []}"#;
    moto.client().send(CreateRole::new(moto.name(name), trust)).unwrap().role.arn
}

fn functions(moto: Moto) {
    let client = moto.client();
    let role = role(moto, "functions");
    let call = || {
        function(&role, "functions-resize")
            .description("Größe & <mehr>")
            .timeout(30)
            .memory_size(256)
            .environment(Environment::new().variables([("LEVEL", "debug"), ("EMPTY", "")]))
            .tags([("team", "blau & grün")])
    };
    let made = client.send(call()).unwrap();
    let arn = made.function_arn.unwrap();
    assert!(arn.ends_with(":function:functions-resize") && arn.contains(moto.region()), "{arn}");
    assert_eq!(
        (made.code_size, made.code_sha256.as_deref()),
        (16, Some("1b1kpcQ7b4zH9seJfpVOWLiav+1i6FGkf4Qt5xTMp9A="))
    );
    let this = || GetFunctionConfiguration::new("functions-resize");
    client.wait_until(&waiter::FUNCTION_ACTIVE, this()).unwrap();
    let read = client.send(this()).unwrap();
    assert_eq!(
        (read.description.as_deref(), read.timeout, read.memory_size),
        (Some("Größe & <mehr>"), Some(30), Some(256))
    );
    assert_eq!(read.runtime, Some(Runtime::Python312));
    assert_eq!(read.environment.unwrap().variables.unwrap()["LEVEL"], "debug");
    let error = client.send(call()).unwrap_err();
    assert!(matches!(error.service(), Some(CreateFunctionError::ResourceConflictException(_))), "{error:?}");
    assert_eq!((error.status(), error.code()), (Some(409), Some("ResourceConflictException")));

    let call = UpdateFunctionConfiguration::new("functions-resize").timeout(60).description("");
    assert_eq!(client.send(call).unwrap().timeout, Some(60));
    client.wait_until(&waiter::FUNCTION_UPDATED_V2, GetFunction::new("functions-resize")).unwrap();
    let whole = client.send(GetFunction::new(&*arn)).unwrap();
    assert_eq!(whole.configuration.unwrap().timeout, Some(60));
    assert_eq!(whole.tags.unwrap()["team"], "blau & grün");

    client.send(TagResource::new(&*arn, [("cost", "7")])).unwrap();
    client.send(UntagResource::new(&*arn, ["team", "none"])).unwrap();
    let tags = client.send(ListTags::new(&*arn)).unwrap().tags.unwrap();
    assert_eq!(tags.into_iter().collect::<Vec<_>>(), [("cost".to_owned(), "7".to_owned())]);

    let set = client.send(PutFunctionConcurrency::new("functions-resize", 7)).unwrap();
    assert_eq!(set.reserved_concurrent_executions, Some(7));
    let read = client.send(GetFunctionConcurrency::new("functions-resize")).unwrap();
    assert_eq!(read.reserved_concurrent_executions, Some(7));
    client.send(DeleteFunctionConcurrency::new("functions-resize")).unwrap();

    let permission = AddPermissionRequired {
        function_name: "functions-resize",
        statement_id: "s3",
        action: "lambda:InvokeFunction",
        principal: "s3.amazonaws.com",
    };
    let added = client.send(AddPermission::new(permission).source_arn("arn:aws:s3:::bucket")).unwrap();
    assert!(added.statement.unwrap().contains("arn:aws:s3:::bucket"));
    assert!(client.send(GetPolicy::new("functions-resize")).unwrap().policy.unwrap().contains("lambda:InvokeFunction"));

    client.send(DeleteFunction::new("functions-resize")).unwrap();
    let error = client.send(GetFunction::new("functions-resize")).unwrap_err();
    assert!(matches!(error.service(), Some(GetFunctionError::ResourceNotFoundException(_))), "{error:?}");
    assert_eq!((error.status(), error.code()), (Some(404), Some("ResourceNotFoundException")));
}

fn versions(moto: Moto) {
    let client = moto.client();
    let role = role(moto, "versions");
    for name in ["versions-a", "versions-b"] {
        client.send(function(&role, name)).unwrap();
    }
    let names: Vec<_> = client.items(ListFunctions::new()).into_iter().filter_map(|it| it.function_name).collect();
    assert!(["versions-a", "versions-b"].iter().all(|name| names.iter().any(|it| it == name)), "{names:?}");

    let published = client.send(PublishVersion::new("versions-a").description("first")).unwrap();
    assert_eq!((published.version.as_deref(), published.description.as_deref()), (Some("1"), Some("first")));
    let listed = client.items(ListVersionsByFunction::new("versions-a"));
    let mut listed: Vec<_> = listed.into_iter().map(|version| version.version.unwrap()).collect();
    listed.sort();
    assert_eq!(listed, ["$LATEST", "1"]);

    let alias = CreateAliasRequired { function_name: "versions-a", name: "live", function_version: "1" };
    let made = client.send(CreateAlias::new(alias).description("for all")).unwrap();
    assert_eq!((made.name.as_deref(), made.function_version.as_deref()), (Some("live"), Some("1")));
    let read = client.send(GetAlias::new("versions-a", "live")).unwrap();
    assert_eq!((&read.alias_arn, read.description.as_deref()), (&made.alias_arn, Some("for all")));
    let call = UpdateAlias::new("versions-a", "live").function_version("$LATEST");
    assert_eq!(client.send(call).unwrap().function_version.as_deref(), Some("$LATEST"));
    let aliases = client.items(ListAliases::new("versions-a"));
    assert_eq!(aliases.iter().map(|alias| alias.name.as_deref()).collect::<Vec<_>>(), [Some("live")]);
    client.send(DeleteAlias::new("versions-a", "live")).unwrap();
    let error = client.send(GetAlias::new("versions-a", "live")).unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(404), Some("ResourceNotFoundException")), "{error:?}");
}
