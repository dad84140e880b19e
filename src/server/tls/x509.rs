//! What is read of certificates and keys: the version, the two names that say who signed whom, and how long an RSA key is.

use pkcs8::der::asn1::{AnyRef, ContextSpecific};
use pkcs8::der::{self, Decode, Reader, TagNumber};
use pkcs8::{ObjectIdentifier, PrivateKeyInfo};
use rustls::pki_types::PrivateKeyDer;

/// rsaEncryption.
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// Issuer and subject of a certificate.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Names<'a> {
    /// Who signed it, as DER.
    pub issuer: AnyRef<'a>,
    /// Whose it is, as DER.
    pub subject: AnyRef<'a>,
}

/// Reads the names of a certificate.
///
/// # Errors
/// When it is none.
pub(super) fn names(certificate: &[u8]) -> der::Result<Names<'_>> {
    AnyRef::from_der(certificate)?.sequence(|reader| {
        let names = reader.decode::<AnyRef>()?.sequence(|reader| {
            ContextSpecific::<AnyRef>::decode_explicit(reader, TagNumber::N0)?;
            let [_serial_number, _algorithm, issuer, _validity, subject] = [(); 5].map(|()| reader.decode::<AnyRef>());
            while !reader.is_finished() {
                reader.decode::<AnyRef>()?;
            }
            Ok(Names { issuer: issuer?, subject: subject? })
        })?;
        while !reader.is_finished() {
            reader.decode::<AnyRef>()?;
        }
        Ok(names)
    })
}

/// The version of a certificate, from 1.
///
/// # Errors
/// When it is none.
pub(super) fn version(certificate: &[u8]) -> der::Result<u8> {
    AnyRef::from_der(certificate)?.sequence(|reader| {
        let version = reader.decode::<AnyRef>()?.sequence(|reader| {
            // Written from 0, and left out where it is that.
            let version = ContextSpecific::<u8>::decode_explicit(reader, TagNumber::N0)?;
            while !reader.is_finished() {
                reader.decode::<AnyRef>()?;
            }
            Ok(version.map_or(1, |version| version.value.saturating_add(1)))
        })?;
        while !reader.is_finished() {
            reader.decode::<AnyRef>()?;
        }
        Ok(version)
    })
}

/// The bits of an RSA key; `None` of another key, and of what is none.
pub(super) fn rsa_bits(key: &PrivateKeyDer<'_>) -> Option<usize> {
    let key = match key {
        PrivateKeyDer::Pkcs1(key) => key.secret_pkcs1_der(),
        PrivateKeyDer::Pkcs8(key) => {
            let info = PrivateKeyInfo::try_from(key.secret_pkcs8_der()).ok()?;
            (info.algorithm.oid == RSA).then_some(info.private_key)?
        }
        _ => return None,
    };
    let modulus = AnyRef::from_der(key).ok()?.sequence(|reader| {
        let [_version, modulus] = [(); 2].map(|()| reader.decode::<AnyRef>());
        while !reader.is_finished() {
            reader.decode::<AnyRef>()?;
        }
        modulus
    });
    let modulus = modulus.ok()?;
    let digits = modulus.value();
    let first = digits.iter().position(|byte| *byte != 0)?;
    let digits = digits.get(first..)?;
    Some(digits.len() * 8 - digits.first()?.leading_zeros() as usize)
}
