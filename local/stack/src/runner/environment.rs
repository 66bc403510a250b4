//! The environment variables of a function's process.

use std::collections::BTreeMap;

use crate::wiring::Function;

/// The variables of a function's processes: Lambda's, the template's, then the stack's own.
pub(super) fn environment(
    function: &Function,
    extra: Vec<(String, String)>,
) -> BTreeMap<String, String> {
    let name = &function.name;
    let lambda = [
        ("AWS_EXECUTION_ENV", "AWS_Lambda_provided.al2023".to_owned()),
        (
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            function.memory_mb.to_string(),
        ),
        ("AWS_LAMBDA_FUNCTION_NAME", name.clone()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        ("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand".to_owned()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", format!("/aws/lambda/{name}")),
        (
            "AWS_LAMBDA_LOG_STREAM_NAME",
            format!("local/[$LATEST]{name}"),
        ),
        ("LANG", "en_US.UTF-8".to_owned()),
        ("LAMBDA_TASK_ROOT", "/var/task".to_owned()),
        ("TZ", ":UTC".to_owned()),
        ("_HANDLER", "bootstrap".to_owned()),
    ];
    let format = if function.json_logs { "JSON" } else { "Text" };
    let format = ("AWS_LAMBDA_LOG_FORMAT".to_owned(), format.to_owned());
    let lambda = lambda.map(|(name, value)| (name.to_owned(), value));
    let template = function.environment.clone();
    BTreeMap::from_iter(
        lambda
            .into_iter()
            .chain([format])
            .chain(template)
            .chain(extra),
    )
}
