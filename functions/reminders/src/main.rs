//! The Lambda function `reminders`.

use anteroom_adapters::context::{meetings, store};
use anteroom_adapters::{aws, environment};
use anteroom_reminders::{Clockwork, tick};
use lambda_runtime::{Error, LambdaEvent, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lambda_runtime::tracing::init_default_subscriber();
    let config = aws::config().await;
    let clockwork = Clockwork {
        store: store(&config)?,
        meetings: meetings(&config)?,
        policy: environment::policy()?,
    };
    run(service_fn(async |event: LambdaEvent<_>| {
        Ok::<_, Error>(tick(&clockwork, event.payload).await?)
    }))
    .await
}
