//! The authentication of a call. Smithy 2.0, "Authentication traits"; AWS SDK reference guide, ["Authentication
//! scheme"](https://docs.aws.amazon.com/sdkref/latest/guide/feature-auth-scheme.html).
//!
//! A call uses the first scheme of its operation for which the client has an identity. What its endpoint accepts decides
//! which signature that is.
use super::{
    Config,
    bearer::{self, BearerToken, InvalidToken},
    call::Shared,
    credentials::Source,
    endpoint::{Target, endpoint_error},
};
use crate::{
    AuthScheme, OperationSchema, SessionOperation, endpoint::EndpointError, error::ConstructionError, sign::Scope,
};
use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

/// How a request is authenticated. Without scope and token, it is anonymous.
#[derive(Default)]
pub(super) struct Authentication {
    /// What the request is signed for.
    pub(super) scope: Option<Arc<Scope>>,
    /// The token of a request that is not signed, or whose client turns out to have no credentials.
    pub(super) token: Option<BearerToken>,
}

/// What requests to an endpoint are signed for, if their operation prefers one signature or the other.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    sigv4: OnceLock<Arc<Scope>>,
    sigv4a: OnceLock<Arc<Scope>>,
}

/// The schemes that the configuration prefers to the order of models.
#[derive(Debug)]
pub(super) struct Preference(Vec<AuthScheme>);

impl Preference {
    /// Returns the preference of a client. A token that the environment has for one service is there to be used: it comes
    /// first unless the program states another preference.
    pub(super) fn new(config: &Config, has_token_of_service: bool) -> Self {
        Self(match &config.auth_scheme_preference {
            Some(schemes) => schemes.clone(),
            None if has_token_of_service => vec![AuthScheme::HttpBearer],
            None => config.environment_auth_schemes.clone(),
        })
    }

    fn rank(&self, scheme: AuthScheme) -> usize {
        self.0.iter().position(|preferred| *preferred == scheme).unwrap_or(usize::MAX)
    }

    /// Returns the schemes of an operation, the preferred ones first.
    fn sorted<'a>(&self, schemes: &'a [AuthScheme]) -> Cow<'a, [AuthScheme]> {
        if self.0.is_empty() || schemes.len() < 2 {
            return Cow::Borrowed(schemes);
        }
        let mut schemes = schemes.to_vec();
        schemes.sort_by_key(|scheme| self.rank(*scheme));
        Cow::Owned(schemes)
    }
}

impl Shared {
    /// Returns how a call is authenticated.
    ///
    /// # Errors
    /// Returns an error if the client has a scheme's identity but cannot use it (the token is none, the endpoint asks for
    /// another signature), or if its operation takes a token alone and there is none.
    pub(super) fn authenticate(
        &self,
        operation: &OperationSchema,
        target: &Target,
    ) -> Result<Authentication, ConstructionError> {
        let schemes = self.preference.sorted(operation.auth);
        let mut rest = schemes.iter();
        while let Some(&scheme) = rest.next() {
            match (scheme, &self.bearer) {
                (AuthScheme::NoAuth, _) => return Ok(Authentication::default()),
                (AuthScheme::HttpBearer, Some(Ok(token))) => {
                    return Ok(Authentication { scope: None, token: Some(token.clone()) });
                }
                (AuthScheme::HttpBearer, Some(Err(InvalidToken(why)))) => {
                    return Err(ConstructionError::Signature(why.clone().into()));
                }
                (AuthScheme::HttpBearer, None) => {}
                (AuthScheme::SigV4 | AuthScheme::SigV4a | AuthScheme::SigV4S3Express, token) => {
                    let Some(scope) = self.scope(scheme, target)? else { continue };
                    let token = token.as_ref().and_then(|token| token.as_ref().ok());
                    let may_follow = matches!(self.config.credentials, Source::Chain)
                        && rest.clone().any(|scheme| *scheme == AuthScheme::HttpBearer);
                    let token = token.filter(|_| may_follow);
                    return Ok(Authentication { scope: Some(scope), token: token.cloned() });
                }
            }
        }
        if !schemes.is_empty() && schemes.iter().all(|scheme| *scheme == AuthScheme::HttpBearer) {
            return Err(bearer::missing(self.service));
        }
        let is_signed = self.credentials.is_some() && self.service.signing_name.is_some();
        if is_signed && schemes.iter().any(|scheme| !scheme.is_supported()) {
            return Err(ConstructionError::Signature(unsupported("sigv4a").into()));
        }
        Ok(Authentication::default())
    }

    /// Returns what requests are signed for; `None` if the client does not sign, or lacks the feature for this scheme.
    fn scope(&self, scheme: AuthScheme, target: &Target) -> Result<Option<Arc<Scope>>, ConstructionError> {
        if self.credentials.is_none() {
            return Ok(None);
        }
        let cached = if scheme == AuthScheme::SigV4a { &target.scopes.sigv4a } else { &target.scopes.sigv4 };
        if let Some(scope) = cached.get() {
            return Ok(Some(Arc::clone(scope)));
        }
        let supported = target.resolved.auth_schemes.iter().filter(|accepted| self.supports(accepted.scheme));
        let accepted = supported.min_by_key(|accepted| self.preference.rank(accepted.scheme));
        let name = accepted.and_then(|accepted| accepted.signing_name.as_deref()).or(self.service.signing_name);
        let Some(service) = name else { return Ok(None) };
        let scheme = match (accepted, target.resolved.scheme_names()) {
            (Some(accepted), _) => accepted.scheme,
            (None, Some(names)) => return Err(ConstructionError::Endpoint(unsupported(&names).into())),
            (None, None) if scheme.is_supported() => scheme,
            (None, None) => return Ok(None),
        };
        let set = self.config.sigv4a_signing_region_set.clone().filter(|_| scheme == AuthScheme::SigV4a);
        let region = set.or_else(|| accepted?.signing_region.clone()).or_else(|| self.config.region.clone());
        let missing = EndpointError::Missing { name: "Region", built_in: Some("AWS::Region") };
        let session = match (scheme, &self.sessions) {
            (AuthScheme::SigV4S3Express, Some(sessions)) => Some(target.session.clone().ok_or_else(|| {
                let SessionOperation { operation, parameter, .. } = sessions.operation;
                let text = format!("{} needs a value of `{parameter}`, which this call has not", operation.name);
                ConstructionError::Signature(text.into())
            })?),
            _ => None,
        };
        let is_plain = accepted.is_some_and(|accepted| accepted.disable_double_encoding);
        let keeps_path = accepted.is_some_and(|accepted| accepted.disable_normalize_path);
        let scope = Scope {
            #[cfg(feature = "sigv4a")]
            is_asymmetric: scheme == AuthScheme::SigV4a,
            region: region.ok_or_else(|| endpoint_error(missing))?,
            service: service.to_owned(),
            session,
            encodes_path_twice: !is_plain,
            normalizes_path: !is_plain && !keeps_path,
            presigns_body: !is_plain,
        };
        Ok(Some(Arc::clone(cached.get_or_init(|| Arc::new(scope)))))
    }

    /// Whether requests can be signed so.
    fn supports(&self, scheme: AuthScheme) -> bool {
        scheme.is_supported() && (scheme != AuthScheme::SigV4S3Express || self.sessions.is_some())
    }
}

/// Describes signatures that this client does not make.
fn unsupported(names: &str) -> String {
    let has = |scheme: &str| names.split(", ").any(|name| name == scheme);
    let hint = if has("sigv4a") && !AuthScheme::SigV4a.is_supported() {
        "; the feature `sigv4a` of the crate adds them"
    } else if has("sigv4-s3express") {
        "; its crate has no operation that creates sessions (`ferrosmith#sessionCredentials`): generate that too"
    } else {
        ""
    };
    format!("it asks for signatures of the kind {names}, which this client does not make{hint}")
}

#[cfg(test)]
mod tests;
