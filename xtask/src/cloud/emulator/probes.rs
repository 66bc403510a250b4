//! Shows gaps of the emulator that `deploy` does not meet, since what would meet them is left out.

use serde_json::json;

use super::super::outputs::Outputs;
use super::super::shell::Shell;
use super::super::stacks;
use super::super::stage::Stage;
use super::gaps;
use super::walk::CONCIERGE;
use crate::failure::Failure;

/// Makes sure that each gap is still there. Nothing is deployed after it.
pub(super) fn all(shell: &Shell, stage: &Stage) -> Result<(), Failure> {
    rolling_back(shell)?;
    metric_math(shell)?;
    routes(shell)?;
    sender(shell)?;
    codes(shell, stage)?;
    meetings(shell, stage)
}

fn rolling_back(shell: &Shell) -> Result<(), Failure> {
    let application = json!({ "Type": "AWS::CodeDeploy::Application" });
    let said = create(shell, "probe-codedeploy", &application)?;
    gaps::ROLLING_BACK.expect(&said)
}

fn metric_math(shell: &Shell) -> Result<(), Failure> {
    let metric = json!({ "Namespace": "AWS/Lambda", "MetricName": "Errors" });
    let alarm = json!({
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "ComparisonOperator": "GreaterThanThreshold", "Threshold": 0, "EvaluationPeriods": 1,
            "Metrics": [
                { "Id": "all", "Expression": "SUM(METRICS())" },
                { "Id": "one", "ReturnData": false, "MetricStat": { "Metric": metric, "Period": 60, "Stat": "Sum" } },
            ],
        },
    });
    let stack = "probe-alarm";
    create(shell, stack, &alarm)?;
    wait(shell, stack)?;
    let words = [
        "cloudformation",
        "describe-stack-events",
        "--stack-name",
        stack,
    ];
    gaps::METRIC_MATH.expect(&said(shell, &words)?)
}

fn routes(shell: &Shell) -> Result<(), Failure> {
    let integration = json!({
        "type": "http_proxy", "httpMethod": "GET", "uri": "https://probe.example", "payloadFormatVersion": "1.0",
    });
    let get = json!({ "x-amazon-apigateway-integration": integration, "responses": {} });
    let body = json!({
        "openapi": "3.0.1", "info": { "title": "probe", "version": "1.0" }, "paths": { "/probe": { "get": get } },
    });
    let api = json!({ "Type": "AWS::ApiGatewayV2::Api", "Properties": { "Body": body } });
    let stack = "probe-api";
    create(shell, stack, &api)?;
    wait(shell, stack)?;
    let id = stacks::physical_id(shell, stack, "Probe")?;
    let words = ["apigatewayv2", "get-routes", "--api-id", &id];
    let routes = said(shell, &words)?;
    gaps::ROUTES.expect(match routes.contains("/probe") {
        true => &routes,
        false => "no route",
    })
}

/// As a user, since a function's keys are its own.
fn sender(shell: &Shell) -> Result<(), Failure> {
    let (user, from) = ("probe", "no-reply@probe.example");
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Action": ["ses:SendEmail", "ses:SendRawEmail"], "Resource": "*",
            "Condition": { "StringEquals": { "ses:FromAddress": from } },
        }],
    });
    let policy = policy.to_string();
    shell.aws(
        "Somebody with a right.",
        &["iam", "create-user", "--user-name", user],
    )?;
    let words = [
        "iam",
        "put-user-policy",
        "--user-name",
        user,
        "--policy-name",
        "mail",
        "--policy-document",
        &policy,
    ];
    shell.aws("The right to send from one address.", &words)?;
    let key = shell.ask_aws(
        "Their key.",
        &["iam", "create-access-key", "--user-name", user],
        "AccessKey.[AccessKeyId, SecretAccessKey]",
    )?;
    let key = key.unwrap_or_default();
    let part = |at: usize| key[at].as_str().unwrap_or_default();
    let (id, secret) = (
        format!("AWS_ACCESS_KEY_ID={}", part(0)),
        format!("AWS_SECRET_ACCESS_KEY={}", part(1)),
    );
    let words = [
        "env",
        &id,
        &secret,
        "aws",
        "sesv2",
        "send-email",
        "--from-email-address",
        from,
        "--destination",
        "ToAddresses=probe@probe.example",
        "--content",
        "Simple={Subject={Data=probe},Body={Text={Data=probe}}}",
    ];
    let said = answer(shell.ask("May they?", &words))?;
    gaps::SENDER.expect(&said)
}

fn meetings(shell: &Shell, stage: &Stage) -> Result<(), Failure> {
    let words = [
        "chime-sdk-meetings",
        "create-meeting",
        "--client-request-token",
        "probe",
        "--media-region",
        &stage.region,
        "--external-meeting-id",
        "probe",
    ];
    gaps::MEETINGS.expect(&said(shell, &words)?)
}

/// Asks for a stack of one resource.
fn create(shell: &Shell, stack: &str, resource: &serde_json::Value) -> Result<String, Failure> {
    let body = json!({ "Resources": { "Probe": resource } }).to_string();
    let words = [
        "cloudformation",
        "create-stack",
        "--stack-name",
        stack,
        "--template-body",
        &body,
    ];
    said(shell, &words)
}

fn wait(shell: &Shell, stack: &str) -> Result<(), Failure> {
    let words = [
        "cloudformation",
        "wait",
        "stack-create-complete",
        "--stack-name",
        stack,
    ];
    said(shell, &words).map(|_| ())
}

/// What a call answers, be it a refusal.
fn said(shell: &Shell, words: &[&str]) -> Result<String, Failure> {
    let answered = shell.ask_aws("Can the emulator do it?", words, "@");
    answer(answered.map(|said| said.map(|said| said.to_string())))
}

fn answer(answer: Result<Option<String>, Failure>) -> Result<String, Failure> {
    match answer {
        Err(Failure::Refused { said, .. }) => Ok(said),
        answer => Ok(answer?.unwrap_or_default()),
    }
}

fn codes(shell: &Shell, stage: &Stage) -> Result<(), Failure> {
    let pool = Outputs::of(shell, &stage.state())?.get("UserPoolId")?;
    let words = [
        "cognito-idp",
        "admin-get-user",
        "--user-pool-id",
        &pool,
        "--username",
        CONCIERGE,
    ];
    let why = "Which factors does the concierge have, for whom one was set?";
    let answer = shell.ask_aws(why, &words, "UserMFASettingList")?;
    gaps::CODES.expect(&answer.unwrap_or_default().to_string())
}
