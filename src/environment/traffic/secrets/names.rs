//! Which names of fields, parameters and headers are those of secrets.

/// Names without separators, in lower case.
const NAMES: &[&str] = &[
    "accesskey",
    "accesskeyid",
    "apikey",
    "authcode",
    "authorization",
    "bearer",
    "clientassertion",
    "assertion",
    "cardnumber",
    "connectionstring",
    "credential",
    "credentials",
    "creditcard",
    "creditcardnumber",
    "csrf",
    "cvc",
    "cvc2",
    "cvv",
    "cvv2",
    "encryptionkey",
    "jsessionid",
    "jwt",
    "mfacode",
    "onetimecode",
    "otp",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "phpsessid",
    "pin",
    "privatekey",
    "pwd",
    "secret",
    "secretkey",
    "sessionid",
    "sessionkey",
    "sig",
    "signature",
    "signingkey",
    "ssn",
    "totp",
    "xamzcredential",
    "xamzsignature",
];

/// How names of secrets end.
const ENDINGS: &[&str] = &[
    "accesskey",
    "apikey",
    "authkey",
    "clientassertion",
    "credentials",
    "jwt",
    "otp",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "secretkey",
    "sessionid",
    "signingkey",
    "token",
];

/// Names that end so and are none: places to go on from.
const NO_SECRETS: &[&str] = &[
    "canceltoken",
    "continuationtoken",
    "continuetoken",
    "deltatoken",
    "nexttoken",
    "pagetoken",
    "nextpagetoken",
    "pagingtoken",
    "prevpagetoken",
    "previouspagetoken",
    "skiptoken",
    "synctoken",
    "nextsynctoken",
];

/// Whether what has this name is a secret.
pub(super) fn is_secret(name: &str) -> bool {
    let kept = |c: &char| c.is_ascii_alphanumeric();
    let bare: String = name.chars().filter(kept).map(|c| c.to_ascii_lowercase()).collect();
    if NO_SECRETS.contains(&bare.as_str()) {
        return false;
    }
    // `X-Authorization` holds what `Authorization` does.
    let without_x = bare.strip_prefix('x').unwrap_or(&bare);
    [bare.as_str(), without_x].iter().any(|name| NAMES.contains(name))
        || ENDINGS.iter().any(|ending| bare.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_known_by_name_in_every_spelling() {
        for name in [
            "password",
            "newPassword",
            "user_password",
            "client_secret",
            "X-Api-Key",
            "accessToken",
            "refresh_token",
            "x-csrf-token",
            "token",
            "CVV",
            "pin",
            "otp",
            "aws.secretAccessKey",
            "privateKey",
            "sessionid",
            "X-Auth-Token",
            "X-Authorization",
            "x-credential",
            "X-Signature",
            "x-pin",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in
            ["nextPageToken", "page_token", "tokens", "maxTokens", "name", "pins", "author", "key", "passenger", "id"]
        {
            assert!(!is_secret(name), "{name}");
        }
    }
}
