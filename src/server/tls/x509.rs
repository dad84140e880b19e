//! The two names in a certificate that say who signed whom.

use pkcs8::der::asn1::{AnyRef, ContextSpecific};
use pkcs8::der::{self, Decode, Reader, TagNumber};

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
