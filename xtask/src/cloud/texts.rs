//! Receipts of texts: what SNS writes down of each, and where.
//!
//! The log groups and SNS's settings belong to the account's region, not to a stage. CloudFormation can
//! have neither: a group belongs to one stack, and there is no resource of these settings.

use serde_json::Value;

use super::deploy::Deployment;
use crate::failure::Failure;

/// The log groups below `sns/REGION/ACCOUNT/`, whose names SNS gives (developer guide, "Amazon SNS SMS
/// delivery monitoring").
const GROUPS: [&str; 2] = [
    "DirectPublishToPhoneNumber",
    "DirectPublishToPhoneNumber/Failure",
];

/// Makes the groups, unless they are there: the application subscribes to them.
pub(super) fn groups(deployment: &mut Deployment) -> Result<(), Failure> {
    let (shell, stage) = (&deployment.shell, &deployment.stage);
    let account = deployment.account.as_deref().unwrap_or("<Account>");
    let prefix = format!("sns/{}/{account}/", stage.region);
    let answer = shell.ask_aws(
        "Which logs of texts are there?",
        &[
            "logs",
            "describe-log-groups",
            "--log-group-name-prefix",
            &prefix,
        ],
        "logGroups[].logGroupName",
    )?;
    let there: Vec<&str> = answer
        .iter()
        .flat_map(|all| all.as_array())
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    for group in GROUPS {
        let name = format!("{prefix}{group}");
        if !there.contains(&name.as_str()) {
            shell.aws(
                "SNS writes there what became of texts. The application subscribes to it.",
                &["logs", "create-log-group", "--log-group-name", &name],
            )?;
        }
        shell.aws(
            "Its lines have numbers in them, and are read at once: keep them for a day.",
            &[
                "logs",
                "put-retention-policy",
                "--log-group-name",
                &name,
                "--retention-in-days",
                "1",
            ],
        )?;
    }
    Ok(())
}

/// Has SNS write down what becomes of every text.
pub(super) fn receipts(deployment: &mut Deployment) -> Result<(), Failure> {
    let role = deployment.application.get("TextReceiptsRole")?;
    let attributes = format!("DeliveryStatusIAMRole={role},DeliveryStatusSuccessSamplingRate=100");
    deployment.shell.aws(
        "Have SNS write down what becomes of every text.",
        &["sns", "set-sms-attributes", "--attributes", &attributes],
    )
}
