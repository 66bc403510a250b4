//! The Lambda function `concierge`.

use anteroom_concierge::{AppState, router};
use anteroom_http::serve;
use anteroom_meetings::Meetings;
use anteroom_runtime::{aws, environment};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::tracing::init_default_subscriber();
    let config = aws::config().await;
    let region = environment::text("MEDIA_REGION")?;
    let meetings = Meetings::new(aws::meetings(&config), region);
    serve(router(AppState::from_environment(&config)?, meetings)).await
}
