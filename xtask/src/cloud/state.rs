//! The stack of what outlives the application.

use super::deploy::Deployment;
use super::outputs::Outputs;
use super::{pool_mail, stacks};
use crate::failure::Failure;

const TEMPLATE: &str = "infra/state.yaml";

/// Creates or updates the stack of the state, and protects it.
pub(super) fn deploy(deployment: &mut Deployment) -> Result<(), Failure> {
    deployment.pool_mail_from = pool_mail::sender(deployment)?;
    let (shell, stage) = (&deployment.shell, &deployment.stage);
    let stack = stage.state();
    // After a deletion that failed, what the stack held may still be in use: a new stack would be empty beside it.
    if stacks::ready(shell, &stack, stacks::NEVER_MADE)? {
        change(
            deployment,
            "false",
            "Create the state, not yet protected: a creation that fails is undone.",
        )?;
    }
    change(
        deployment,
        "true",
        "Bring the state up to date, with table and user pool protected from deletion.",
    )?;
    let policy = [
        "cloudformation",
        "set-stack-policy",
        "--stack-name",
        &stack,
        "--stack-policy-body",
        "file://infra/state-policy.json",
    ];
    shell.aws("No update may replace or drop what holds data.", &policy)?;
    let protect = [
        "cloudformation",
        "update-termination-protection",
        "--enable-termination-protection",
        "--stack-name",
        &stack,
    ];
    shell.aws("Nobody deletes the stack by accident.", &protect)?;
    let mut outputs = Outputs::of(shell, &stack)?;
    if let Some(table) = &deployment.table {
        restored(deployment, &mut outputs, table)?;
    }
    deployment.state = outputs;
    Ok(())
}

fn change(deployment: &Deployment, protected: &str, why: &str) -> Result<(), Failure> {
    let stage = &deployment.stage;
    let known = stage.tree.declared(TEMPLATE)?;
    let parameters = stage.parameters.iter();
    let mut overrides: Vec<_> = parameters
        .filter(|(name, _)| known.contains(name))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let from = deployment.pool_mail_from.as_deref().unwrap_or_default();
    overrides.push(format!("PoolMailFrom={from}"));
    overrides.push(format!("Protected={protected}"));
    let (stack, tags) = (stage.state(), stage.tags());
    stacks::change(&deployment.shell, why, TEMPLATE, &stack, &tags, &overrides)
}

/// Names another table in place of the state's own: one that was restored. DynamoDB restores a table without its
/// stream, its time to live, its point-in-time recovery and its protection (RestoreTableToPointInTime in
/// the API reference).
fn restored(deployment: &Deployment, outputs: &mut Outputs, table: &str) -> Result<(), Failure> {
    let answer = deployment.shell.ask_aws(
        "The table that was restored, and its stream.",
        &["dynamodb", "describe-table", "--table-name", table],
        "Table.{Arn: TableArn, Stream: LatestStreamArn}",
    )?;
    let Some(answer) = answer else {
        return Ok(());
    };
    let (Some(arn), Some(stream)) = (answer["Arn"].as_str(), answer["Stream"].as_str()) else {
        return Err(Failure::Usage(format!(
            "{table} has no stream, so that no message would be sent. docs/operations.md says what a \
             restored table needs."
        )));
    };
    outputs.set("TableName", table);
    outputs.set("TableArn", arn);
    outputs.set("TableStream", stream);
    Ok(())
}
