//! The Lambda function `gate-checks`.

use anteroom_app::due::{Setbacks, nearly_over, time_left};
use anteroom_gate_checks::{AppState, tick};
use anteroom_meetings::Meetings;
use anteroom_runtime::{aws, environment};
use anteroom_store::{Random, Store};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let config = aws::config().await;
    let state = AppState {
        store: Store::new(
            aws::dynamodb(&config),
            environment::text("TABLE_NAME")?,
            Random::system(),
        ),
        meetings: Meetings::new(aws::meetings(&config), environment::text("MEDIA_REGION")?),
        policy: environment::policy()?,
        setbacks: Setbacks::default(),
    };
    run(service_fn(async |event: LambdaEvent<_>| {
        let over = nearly_over(time_left(event.context.deadline()));
        Ok::<_, Error>(tick(&state, event.payload, over).await?)
    }))
    .await
}
