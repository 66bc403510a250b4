//! The headers that CloudFront adds: to the portal's files, and to what it asks of the API.

use serde_json::Value;

use crate::template::{Resource, TemplateError};

/// The headers that a `Distribution` adds to each request to its origins that are no buckets: to the API's.
pub(super) fn to_origin(resource: &Resource<'_>) -> Result<Vec<(String, String)>, TemplateError> {
    let config = resource.property("DistributionConfig")?;
    let origins = config["Origins"].as_array().into_iter().flatten();
    let headers = origins
        .filter(|origin| origin["CustomOriginConfig"].is_object())
        .filter_map(|origin| origin["OriginCustomHeaders"].as_array())
        .flatten();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let header = |item: &Value| {
        let name = text(&item["HeaderName"])?.to_lowercase();
        Some((name, text(&item["HeaderValue"])?))
    };
    Ok(headers.filter_map(header).collect())
}

/// The headers of a `ResponseHeadersPolicy`, but for the one that demands TLS, of which this
/// machine has none.
pub(super) fn read(resource: &Resource<'_>) -> Result<Vec<(String, String)>, TemplateError> {
    let config = resource.property("ResponseHeadersPolicyConfig")?;
    let security = &config["SecurityHeadersConfig"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let policy = &security["ContentSecurityPolicy"]["ContentSecurityPolicy"];
    let content_type = &security["ContentTypeOptions"];
    let known = [
        ("content-security-policy", text(policy)),
        (
            "x-content-type-options",
            content_type.is_object().then(|| "nosniff".to_owned()),
        ),
        (
            "x-frame-options",
            text(&security["FrameOptions"]["FrameOption"]),
        ),
        (
            "referrer-policy",
            text(&security["ReferrerPolicy"]["ReferrerPolicy"]),
        ),
    ];
    let known = known
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let custom = config["CustomHeadersConfig"]["Items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|item| Some((text(&item["Header"])?.to_lowercase(), text(&item["Value"])?)));
    Ok(known.chain(custom).collect())
}
