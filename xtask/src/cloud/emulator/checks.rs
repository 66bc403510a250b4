//! What the emulator says of what was deployed.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::outputs::Outputs;
use super::super::shell::Shell;
use super::super::stacks;
use super::super::stage::Stage;
use super::service;
use crate::failure::Failure;

/// What is asked answers with the account that was made up.
pub(super) fn no_account(shell: &Shell) -> Result<(), Failure> {
    let words = ["sts", "get-caller-identity"];
    let account = shell.ask_aws("Whose account is this?", &words, "Account")?;
    match account.as_ref().and_then(Value::as_str) {
        Some(service::ACCOUNT) => Ok(()),
        other => Err(Failure::Usage(format!(
            "This is not the emulator: it says it is the account {other:?}."
        ))),
    }
}

/// Makes sure that the table is there as its template has it.
pub(super) fn table(shell: &Shell, stage: &Stage) -> Result<(), Failure> {
    let name = Outputs::of(shell, &stage.state())?.get("TableName")?;
    let answer = shell.ask_aws(
        "What the table has.",
        &["dynamodb", "describe-table", "--table-name", &name],
        "Table.{Indexes: GlobalSecondaryIndexes[].IndexName, Protected: DeletionProtectionEnabled}",
    )?;
    let answer = answer.unwrap_or_default();
    let made = answer["Indexes"].as_array().into_iter().flatten();
    let made: BTreeSet<_> = made.filter_map(Value::as_str).collect();
    let template = stage.tree.template("infra/state.yaml")?;
    let wanted = &template["Resources"]["Table"]["Properties"]["GlobalSecondaryIndexes"];
    let wanted = wanted.as_sequence().into_iter().flatten();
    let wanted: BTreeSet<_> = wanted
        .filter_map(|index| index["IndexName"].as_str())
        .collect();
    let is_whole = !made.is_empty() && made == wanted;
    match is_whole && answer["Protected"] == true {
        true => Ok(()),
        false => Err(Failure::Usage(format!(
            "The table is not as its template: {answer}"
        ))),
    }
}

/// When the application's stack was changed, and how that went.
pub(super) fn last_change(shell: &Shell, stage: &Stage) -> Result<Value, Failure> {
    let stack = stage.application();
    let words = ["cloudformation", "describe-stacks", "--stack-name", &stack];
    let query = "Stacks[0].[CreationTime, LastUpdatedTime, StackStatus]";
    let answer = shell.ask_aws("When was it changed?", &words, query)?;
    Ok(answer.unwrap_or_default())
}

/// All functions, each with the digest of its code.
pub(super) fn functions(shell: &Shell) -> Result<Value, Failure> {
    let words = ["lambda", "list-functions"];
    let query = "sort(Functions[].join(' ', [FunctionName, CodeSha256]))";
    let answer = shell.ask_aws("Which code runs?", &words, query)?;
    Ok(answer.unwrap_or_default())
}

/// The id of a stage's API.
pub(super) fn api_id(shell: &Shell, stage: &Stage) -> Result<String, Failure> {
    stacks::physical_id(shell, &stage.application(), "Api")
}
