//! PKCS#12 archives (RFC 7292): a private key with its certificates, under a passphrase.
//!
//! Only what a server needs is read: the first private key, and X.509 certificates. Contents stay where they lie in the
//! file until they are decrypted; [`encryption`](super::encryption) does that.

use pkcs8::ObjectIdentifier;
use pkcs8::der::asn1::{AnyRef, ContextSpecific, OctetStringRef};
use pkcs8::der::{self, Decode, Encode, Reader, SliceReader, TagNumber};

use super::encryption::{self, EncryptionError};

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const ENCRYPTED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.6");
const KEY_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.1");
const ENCRYPTED_KEY_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE_BAG: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.10.1.3");
const X509_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.22.1");
const LOCAL_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.21");

/// Why an archive is of no use.
#[derive(Debug, thiserror::Error)]
pub(super) enum PfxError {
    /// The passphrase is another one.
    #[error("tlsOptions.passphrase does not open the archive")]
    Passphrase,
    /// Not the structure of an archive.
    #[error("no PKCS#12 archive, or a damaged one: {0}")]
    Malformed(#[from] der::Error),
    /// Encrypted or protected in a way that is not known here.
    #[error(
        "the archive is protected in a way that is not known ({0}); export it anew by `openssl pkcs12 -export` of OpenSSL 3"
    )]
    Unknown(ObjectIdentifier),
    /// Nothing to serve with.
    #[error("the archive holds no private key with its certificate")]
    Incomplete,
}

impl From<EncryptionError> for PfxError {
    fn from(error: EncryptionError) -> Self {
        match error {
            EncryptionError::Passphrase => Self::Passphrase,
            EncryptionError::Malformed(error) => Self::Malformed(error),
            EncryptionError::Unknown(algorithm) => Self::Unknown(algorithm),
        }
    }
}

/// What an archive holds, as DER.
#[derive(Debug)]
pub(super) struct Archive {
    /// The private key, a PKCS#8 document.
    pub key: Vec<u8>,
    /// All certificates: first the one of the key, then the others in their order.
    pub certificates: Vec<Vec<u8>>,
}

/// Opens an archive.
///
/// # Errors
/// When it is none, the passphrase does not fit, or there is no key with a certificate.
pub(super) fn open(archive: &[u8], passphrase: &str) -> Result<Archive, PfxError> {
    let (content, protection) = AnyRef::from_der(archive)?.sequence(|reader| {
        reader.decode::<u8>()?;
        let content = content(reader)?;
        let protection = if reader.is_finished() { None } else { Some(reader.decode::<AnyRef>()?) };
        Ok((content, protection))
    })?;
    let safe = plain_data(content)?;
    if let Some(protection) = protection {
        encryption::verify(protection, passphrase, safe)?;
    }
    let mut bags = Vec::new();
    for content in elements(safe)? {
        let content = content.sequence(|reader| contents_of(reader))?;
        match content {
            (DATA, data) => read_bags(data.decode_as::<OctetStringRef>()?.as_bytes(), passphrase, &mut bags)?,
            (ENCRYPTED_DATA, data) => read_bags(&decrypt_data(data, passphrase)?, passphrase, &mut bags)?,
            // Encrypted for somebody's certificate: nothing that a passphrase opens.
            (other, _) => return Err(PfxError::Unknown(other)),
        }
    }
    complete(bags)
}

/// A key or a certificate, and the mark by which they belong together.
struct Bag {
    content: BagContent,
    local_key_id: Option<Vec<u8>>,
}

enum BagContent {
    Key(Vec<u8>),
    Certificate(Vec<u8>),
}

/// The first key, its certificate, and the other certificates.
fn complete(bags: Vec<Bag>) -> Result<Archive, PfxError> {
    let (mut key, mut certificates) = (None, Vec::new());
    for bag in bags {
        match bag.content {
            BagContent::Key(der) if key.is_none() => key = Some((der, bag.local_key_id)),
            BagContent::Key(_) => {}
            BagContent::Certificate(der) => certificates.push((der, bag.local_key_id)),
        }
    }
    let (key, id) = key.ok_or(PfxError::Incomplete)?;
    let own = certificates.iter().position(|(_, other)| id.is_some() && *other == id).unwrap_or_default();
    let certificates = certificates.get_mut(..=own).map(|first| first.rotate_right(1)).map(|()| certificates);
    let certificates = certificates.ok_or(PfxError::Incomplete)?.into_iter().map(|(der, _)| der).collect();
    Ok(Archive { key, certificates })
}

/// `ContentInfo`: what it is, and the value.
fn content<'a>(reader: &mut SliceReader<'a>) -> der::Result<(ObjectIdentifier, AnyRef<'a>)> {
    reader.decode::<AnyRef>()?.sequence(|reader| contents_of(reader))
}

fn contents_of<'a>(reader: &mut SliceReader<'a>) -> der::Result<(ObjectIdentifier, AnyRef<'a>)> {
    Ok((reader.decode()?, explicit(reader)?))
}

/// The value of the tag `[0]`.
fn explicit<'a>(reader: &mut SliceReader<'a>) -> der::Result<AnyRef<'a>> {
    let tagged = ContextSpecific::<AnyRef>::decode_explicit(reader, TagNumber::N0)?;
    tagged.map(|tagged| tagged.value).ok_or_else(|| der::ErrorKind::Failed.into())
}

fn plain_data((kind, value): (ObjectIdentifier, AnyRef<'_>)) -> Result<&[u8], PfxError> {
    if kind == DATA { Ok(value.decode_as::<OctetStringRef>()?.as_bytes()) } else { Err(PfxError::Unknown(kind)) }
}

/// The elements of a sequence.
fn elements(sequence: &[u8]) -> der::Result<Vec<AnyRef<'_>>> {
    AnyRef::from_der(sequence)?.sequence(|reader| {
        let mut found = Vec::new();
        while !reader.is_finished() {
            found.push(reader.decode()?);
        }
        Ok(found)
    })
}

/// `EncryptedData`, decrypted.
fn decrypt_data(data: AnyRef<'_>, passphrase: &str) -> Result<Vec<u8>, PfxError> {
    let (algorithm, encrypted) = data.sequence(|reader| {
        reader.decode::<u8>()?;
        let found = reader.decode::<AnyRef>()?.sequence(|reader| {
            reader.decode::<ObjectIdentifier>()?;
            let algorithm = reader.decode()?;
            let encrypted = ContextSpecific::<OctetStringRef>::decode_implicit(reader, TagNumber::N0)?;
            Ok((algorithm, encrypted.map(|encrypted| encrypted.value.as_bytes()).unwrap_or_default()))
        })?;
        while !reader.is_finished() {
            reader.decode::<AnyRef>()?;
        }
        Ok(found)
    })?;
    Ok(encryption::decrypt(algorithm, encrypted, passphrase)?)
}

/// Reads the keys and certificates among the `SafeContents`.
fn read_bags(contents: &[u8], passphrase: &str, bags: &mut Vec<Bag>) -> Result<(), PfxError> {
    for bag in elements(contents)? {
        let (kind, value, local_key_id) = bag.sequence(|reader| {
            let (kind, value) = contents_of(reader)?;
            let attributes = if reader.is_finished() { None } else { Some(reader.decode::<AnyRef>()?) };
            Ok((kind, value, attributes.map(local_key_id).transpose()?.flatten()))
        })?;
        let content = match kind {
            KEY_BAG => BagContent::Key(value.to_der()?),
            ENCRYPTED_KEY_BAG => {
                let (algorithm, encrypted) =
                    value.sequence(|reader| Ok((reader.decode()?, reader.decode::<OctetStringRef>()?)))?;
                BagContent::Key(encryption::decrypt(algorithm, encrypted.as_bytes(), passphrase)?)
            }
            CERTIFICATE_BAG => match value.sequence(|reader| contents_of(reader))? {
                (X509_CERTIFICATE, value) => {
                    BagContent::Certificate(value.decode_as::<OctetStringRef>()?.as_bytes().to_vec())
                }
                _ => continue,
            },
            // Revocation lists, secrets, nested contents.
            _ => continue,
        };
        bags.push(Bag { content, local_key_id });
    }
    Ok(())
}

/// The mark among a bag's attributes.
fn local_key_id(attributes: AnyRef<'_>) -> der::Result<Option<Vec<u8>>> {
    let mut reader = SliceReader::new(attributes.value())?;
    let mut found = None;
    while !reader.is_finished() {
        let (kind, values) = reader
            .decode::<AnyRef>()?
            .sequence(|reader| Ok((reader.decode::<ObjectIdentifier>()?, reader.decode::<AnyRef>()?)))?;
        if kind == LOCAL_KEY_ID {
            found = Some(OctetStringRef::from_der(values.value())?.as_bytes().to_vec());
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// DER that resembles an archive: its object identifiers, and everything else that it is made of, in any order.
    fn any_der() -> impl Strategy<Value = Vec<u8>> {
        let known = [DATA, ENCRYPTED_DATA, KEY_BAG, ENCRYPTED_KEY_BAG, CERTIFICATE_BAG, X509_CERTIFICATE, LOCAL_KEY_ID];
        let leaf = prop_oneof![
            prop::sample::select(known.to_vec()).prop_map(|id| id.to_der().expect("DER")),
            prop::collection::vec(any::<u8>(), 0..6).prop_map(|bytes| tagged(4, &bytes)),
            any::<u8>().prop_map(|number| tagged(2, &[number])),
        ];
        leaf.prop_recursive(8, 60, 4, |inner| {
            (prop::sample::select(vec![0x30, 0x31, 0xa0, 4]), prop::collection::vec(inner, 0..4))
                .prop_map(|(tag, parts)| tagged(tag, &parts.concat()))
        })
    }

    fn tagged(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).expect("short").to_be_bytes();
        let length = match length {
            [0, short] if short < 128 => vec![short],
            [0, short] => vec![0x81, short],
            [high, low] => vec![0x82, high, low],
        };
        [vec![tag], length, content.to_vec()].concat()
    }

    /// An archive without protection that holds these bags.
    fn archive(bags: &[Vec<u8>]) -> Vec<u8> {
        let data = |content: &[u8]| {
            let explicit = tagged(0xa0, &tagged(4, content));
            tagged(0x30, &[DATA.to_der().expect("DER"), explicit].concat())
        };
        let safe = tagged(0x30, &data(&tagged(0x30, &bags.concat())));
        tagged(0x30, &[tagged(2, &[3]), data(&safe)].concat())
    }

    fn key_bag(key: &[u8], id: &[u8]) -> Vec<u8> {
        let parts = [KEY_BAG.to_der().expect("DER"), tagged(0xa0, &tagged(0x30, key)), attributes(id)];
        tagged(0x30, &parts.concat())
    }

    fn certificate_bag(certificate: &[u8], id: &[u8]) -> Vec<u8> {
        let x509 = [X509_CERTIFICATE.to_der().expect("DER"), tagged(0xa0, &tagged(4, certificate))].concat();
        let parts = [CERTIFICATE_BAG.to_der().expect("DER"), tagged(0xa0, &tagged(0x30, &x509)), attributes(id)];
        tagged(0x30, &parts.concat())
    }

    fn attributes(id: &[u8]) -> Vec<u8> {
        let values = tagged(0x31, &tagged(4, id));
        tagged(0x31, &tagged(0x30, &[LOCAL_KEY_ID.to_der().expect("DER"), values].concat()))
    }

    #[test]
    fn the_certificate_of_the_key_comes_first() {
        let bags = [certificate_bag(b"root", b"1"), certificate_bag(b"leaf", b"2"), key_bag(b"", b"2")];
        let opened = open(&archive(&bags), "").expect("an archive");
        assert_eq!(opened.certificates, [b"leaf", b"root"]);
        assert_eq!(opened.key, [0x30, 0]);
    }

    #[test]
    fn an_archive_without_key_or_certificate_is_refused() {
        for bags in [vec![], vec![key_bag(b"", b"1")], vec![certificate_bag(b"leaf", b"1")]] {
            assert!(matches!(open(&archive(&bags), ""), Err(PfxError::Incomplete)));
        }
    }

    proptest! {
        #[test]
        fn nothing_that_resembles_an_archive_panics(bags in prop::collection::vec(any_der(), 0..4), whole in any_der()) {
            let _ = open(&archive(&bags), "x");
            let _ = open(&whole, "x");
        }
    }
}
