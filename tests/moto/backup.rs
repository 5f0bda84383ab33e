//! The 17 operations of AWS Backup that moto has.
use crate::{Moto, Run};
use ferrosmith_aws::backup::{
    operation::{
        CreateBackupPlan, CreateBackupPlanError, CreateBackupVault, CreateBackupVaultError, CreateReportPlan,
        CreateReportPlanRequired, DeleteBackupPlan, DeleteBackupVault, DeleteBackupVaultLockConfiguration,
        DeleteReportPlan, DescribeBackupVault, DescribeBackupVaultError, DescribeReportPlan, GetBackupPlan,
        GetBackupPlanError, ListBackupJobs, ListBackupPlanVersions, ListBackupPlans, ListBackupVaults, ListReportPlans,
        ListTags, PutBackupVaultLockConfiguration, PutBackupVaultLockConfigurationError, TagResource, UntagResource,
    },
    types::{BackupPlanInput, BackupRuleInput, ReportDeliveryChannel, ReportSetting},
};
use std::collections::BTreeMap;

pub(crate) const TESTS: &[(&str, Run)] = &[
    ("backup: vaults", vaults),
    ("backup: vaults are locked", locks),
    ("backup: plans", plans),
    ("backup: reports", reports),
    ("backup: tags", tags),
    ("backup: what moto has not", missing),
];

fn vaults(moto: Moto) {
    let client = moto.client();
    let name = "vault-1_a";
    let made = client.send(CreateBackupVault::new(name)).unwrap();
    assert_eq!(made.backup_vault_name.as_deref(), Some(name));
    assert!(made.creation_date.unwrap().seconds() > 1_700_000_000);

    let error = client.send(CreateBackupVault::new(name)).unwrap_err();
    assert!(matches!(error.service(), Some(CreateBackupVaultError::AlreadyExistsException(_))), "{error:?}");
    assert!(error.request_id().is_some() && !error.is_retryable(), "{error:?}");

    let described = client.send(DescribeBackupVault::new(name)).unwrap();
    assert_eq!(described.backup_vault_arn, made.backup_vault_arn);
    // The model requires it, moto leaves it out.
    assert_eq!((described.number_of_recovery_points, described.locked), (0, Some(false)));

    client.send(CreateBackupVault::new("vault-2")).unwrap();
    assert_eq!(client.send(ListBackupVaults::new()).unwrap().backup_vault_list.unwrap().len(), 2);
    // moto knows no pages here: the first one has all.
    let names: Vec<_> = client.items(ListBackupVaults::new().max_results(1)).unwrap();
    assert_eq!(names.len(), 2);

    client.send(DeleteBackupVault::new(name)).unwrap();
    let error = client.send(DescribeBackupVault::new(name)).unwrap_err();
    assert!(matches!(error.service(), Some(DescribeBackupVaultError::ResourceNotFoundException(_))), "{error:?}");
    assert_eq!(error.message(), Some(name));
}

fn locks(moto: Moto) {
    let client = moto.client();
    client.send(CreateBackupVault::new("vault")).unwrap();
    let lock = PutBackupVaultLockConfiguration::new("vault").min_retention_days(7).max_retention_days(30);
    client.send(lock).unwrap();
    let vault = client.send(DescribeBackupVault::new("vault")).unwrap();
    assert_eq!((vault.locked, vault.min_retention_days, vault.max_retention_days), (Some(true), Some(7), Some(30)));

    // An explicit zero is sent.
    let error = client.send(PutBackupVaultLockConfiguration::new("vault").min_retention_days(0)).unwrap_err();
    let error = error.service().unwrap();
    assert!(matches!(error, PutBackupVaultLockConfigurationError::InvalidParameterValueException(_)), "{error:?}");

    client.send(DeleteBackupVaultLockConfiguration::new("vault")).unwrap();
    assert_eq!(client.send(DescribeBackupVault::new("vault")).unwrap().locked, Some(false));
}

fn plans(moto: Moto) {
    let client = moto.client();
    let plan = || {
        let rule = BackupRuleInput::new("daily", "vault").schedule_expression("cron(0 3 ? * * *)");
        CreateBackupPlan::new(BackupPlanInput::new("plan", [rule]))
    };
    let made = client.send(plan()).unwrap();
    let error = client.send(plan()).unwrap_err();
    assert!(matches!(error.service(), Some(CreateBackupPlanError::AlreadyExistsException(_))), "{error:?}");

    let id = made.backup_plan_id.unwrap();
    let version = made.version_id.unwrap();
    let read = client.send(GetBackupPlan::new(&*id).version_id(&*version)).unwrap();
    let plan = read.backup_plan.unwrap();
    assert_eq!(plan.backup_plan_name, "plan");
    assert_eq!(plan.rules[0].schedule_expression.as_deref(), Some("cron(0 3 ? * * *)"));
    assert_eq!(plan.rules[0].start_window_minutes, Some(480));
    let error = client.send(GetBackupPlan::new(&*id).version_id("none")).unwrap_err();
    assert!(matches!(error.service(), Some(GetBackupPlanError::ResourceNotFoundException(_))), "{error:?}");

    assert_eq!(client.send(ListBackupPlans::new()).unwrap().backup_plans_list.unwrap().len(), 1);
    assert!(client.send(DeleteBackupPlan::new(&*id)).unwrap().deletion_date.is_some());
    assert_eq!(client.items(ListBackupPlans::new()).unwrap(), []);
    assert_eq!(client.items(ListBackupPlans::new().include_deleted(true)).unwrap().len(), 1);
    // moto takes any text for true; a client that does not send an explicit `false` would pass here.
    assert_eq!(client.items(ListBackupPlans::new().include_deleted(false)).unwrap().len(), 1);
    assert!(client.send(GetBackupPlan::new(id)).unwrap().deletion_date.is_some());
}

fn reports(moto: Moto) {
    let client = moto.client();
    let channel = ReportDeliveryChannel::new("bucket").formats(["CSV", "JSON"]);
    let setting = ReportSetting::new("BACKUP_JOB_REPORT");
    let call = CreateReportPlan::new(CreateReportPlanRequired {
        report_plan_name: "report_1",
        report_delivery_channel: channel.clone(),
        report_setting: setting,
    });
    let call = call.report_plan_description("Was läuft?");
    let made = client.send(call).unwrap();
    let described = client.send(DescribeReportPlan::new("report_1")).unwrap().report_plan.unwrap();
    assert_eq!(described.report_plan_arn, made.report_plan_arn);
    assert_eq!(described.report_delivery_channel.as_deref(), Some(&channel));
    assert_eq!(described.report_plan_description.as_deref(), Some("Was läuft?"));
    assert_eq!(described.deployment_status.as_deref(), Some("COMPLETED"));

    assert_eq!(client.send(ListReportPlans::new()).unwrap().report_plans, Some(vec![*described]));
    client.send(DeleteReportPlan::new("report_1")).unwrap();
    assert_eq!(client.items(ListReportPlans::new()).unwrap(), []);
    let error = client.send(DescribeReportPlan::new("report_1")).unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(400), Some("ResourceNotFoundException")), "{error:?}");
}

fn tags(moto: Moto) {
    let client = moto.client();
    let arn = client.send(CreateBackupVault::new("vault")).unwrap().backup_vault_arn.unwrap();
    let tags = |tags: &[(&str, &str)]| -> BTreeMap<_, _> {
        tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    };
    client.send(TagResource::new(&*arn, tags(&[("a", "1"), ("b", "zwei / 2")]))).unwrap();
    client.send(UntagResource::new(&*arn, ["a"])).unwrap();
    // moto takes the ARN for what stands between the last two slashes, and the model's URI has no slash at the end: it
    // looks for the tags of another resource, and says that there are none.
    assert_eq!(client.send(ListTags::new(&*arn)).unwrap().tags, Some(BTreeMap::new()));
}

fn missing(moto: Moto) {
    let client = moto.client();
    let error = client.send(ListBackupJobs::new()).unwrap_err();
    assert_eq!((error.status(), error.code(), error.request_id()), (Some(404), None, None), "{error:?}");
    assert!(!error.is_retryable() && error.service().is_some(), "{error:?}");
    let error = client.send(ListBackupPlanVersions::new("plan")).unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(500), None), "{error:?}");
    // A slash in a name stays within its label; moto's routes do not know it.
    let error = client.send(CreateBackupVault::new("a/b")).unwrap_err();
    assert_eq!(error.status(), Some(404), "{error:?}");
}
