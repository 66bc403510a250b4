//! The Lambda function `bookings`.

use anteroom_bookings::{AppState, router};
use anteroom_http::serve;
use anteroom_runtime::aws;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::tracing::init_default_subscriber();
    serve(router(AppState::from_environment(&aws::config().await)?)).await
}
