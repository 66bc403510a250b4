//! The Lambda function `meeting-events`.

use anteroom_meeting_events::{AppState, heard};
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
    };
    run(service_fn(async |event: LambdaEvent<_>| {
        Ok::<_, Error>(heard(&state, event.payload).await?)
    }))
    .await
}
