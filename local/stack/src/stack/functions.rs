//! The third phase: the functions, and what starts them, wired to the services.

use std::sync::Arc;

use super::data::Data;
use super::error::StartError;
use super::options::Options;
use super::services::Services;
use crate::local_api::Endpoints;
use crate::runner::Runner;
use crate::triggers::Triggers;
use crate::wiring::Wiring;

/// Makes the functions ready, and starts to follow the table's stream, the schedules and the
/// events.
pub(super) async fn start(
    options: &Options,
    wiring: &Wiring,
    services: &Services,
    data: &Data<'_>,
) -> Result<(Runner, Triggers), StartError> {
    let (metrics, log) = (services.metrics.clone(), options.log.clone());
    let runner = Runner::start(
        &wiring.functions,
        &options.bin_dir,
        |function| environment(function, &wiring.region, &services.endpoints),
        Arc::new(move |function, line| {
            metrics.logged(function, line);
            log(function, line);
        }),
    )
    .await
    .map_err(StartError::Functions)?;
    let killed = runner.clone();
    services
        .front
        .kill_with(move |function| killed.kill(function));
    runner.limit_with(services.front.limits.clone());
    measure(&runner, services);
    let triggers = Triggers::start(
        wiring,
        runner.clone(),
        services.clock.clone(),
        services.dead_letters.clone(),
        services.table.changes(),
    );
    services.events.deliver_to(triggers.clone());
    if wiring.streams.iter().any(|mapping| mapping.from_start) && data.keeps() {
        services.table.replay().await?;
    }
    // From here on the stream's position is known, so that no write goes unseen.
    triggers.settle().await;
    Ok((runner, triggers))
}

/// Has the metrics take what happens.
fn measure(runner: &Runner, services: &Services) {
    let metrics = services.metrics.clone();
    runner.watch_with(move |function, event, took, outcome| {
        metrics.invoked(function, event, took, outcome);
    });
    let metrics = services.metrics.clone();
    services
        .front
        .watch_with(move |call, refusal| metrics.refused(call, refusal));
    let metrics = services.metrics.clone();
    let limits = &services.front.limits;
    limits.watch_with(move |refused| metrics.beyond(refused));
    let metrics = services.metrics.clone();
    limits.spending_with(move |dollars| metrics.spent_on_texts(dollars));
    let metrics = services.metrics.clone();
    services
        .dead_letters
        .watch_with(move |letter, letters| metrics.buried(letter, letters));
}

/// The variables by which a function's SDK clients find the services. The access key is the
/// function's name: that is how a service knows who calls.
fn environment(function: &str, region: &str, endpoints: &Endpoints) -> Vec<(String, String)> {
    [
        ("AWS_ENDPOINT_URL_DYNAMODB", endpoints.dynamodb.as_str()),
        ("AWS_ENDPOINT_URL_SESV2", &endpoints.ses),
        ("AWS_ENDPOINT_URL_SNS", &endpoints.sns),
        ("AWS_ENDPOINT_URL_SQS", &endpoints.sqs),
        ("AWS_ENDPOINT_URL_CHIME_SDK_MEETINGS", &endpoints.chime),
        (
            "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
            &endpoints.cognito_idp,
        ),
        ("AWS_REGION", region),
        ("AWS_ACCESS_KEY_ID", function),
        ("AWS_SECRET_ACCESS_KEY", "local"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}
