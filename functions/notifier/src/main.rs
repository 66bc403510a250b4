//! The Lambda function `notifier`.

use anteroom_notifier::{AppState, handle};
use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    // No event of a stream says what time it is, and a lease begins now.
    #[allow(clippy::disallowed_methods, reason = "see above")]
    let state = &AppState::from_environment(Timestamp::now).await?;
    let work =
        async move |event: LambdaEvent<_>| Ok::<_, Error>(handle(state, event.payload).await?);
    run(service_fn(work)).await
}
