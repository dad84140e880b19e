//! How PKCS#12 archives are encrypted and protected by a passphrase: the ways of today (PBES2) and the old ones.

use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipher, BlockDecrypt, BlockDecryptMut, KeyInit, KeyIvInit};
use des::{TdesEde2, TdesEde3};
use hmac::{Hmac, Mac};
use pkcs8::der::asn1::{AnyRef, OctetStringRef};
use pkcs8::der::{self, Reader};
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::{AlgorithmIdentifierRef, ObjectIdentifier};
use rc2::Rc2;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

const SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
const TRIPLE_DES: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.3");
const DOUBLE_DES: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.4");
const RC2_128: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.5");
const RC2_40: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.6");

/// What a derived key is for: enters its derivation.
const FOR_KEY: u8 = 1;
const FOR_VECTOR: u8 = 2;
const FOR_PROTECTION: u8 = 3;

/// A start that takes minutes helps nobody: archives of today ask for some thousands.
const MAX_ITERATIONS: u32 = 10_000_000;

/// Why something is not opened.
#[derive(Debug, thiserror::Error)]
pub(super) enum EncryptionError {
    /// It does not fit.
    #[error("another passphrase")]
    Passphrase,
    /// Parameters that make no sense.
    #[error(transparent)]
    Malformed(#[from] der::Error),
    /// A way that is not known.
    #[error("unknown algorithm {0}")]
    Unknown(ObjectIdentifier),
}

/// Decrypts what stands under the passphrase.
///
/// # Errors
/// When the algorithm is not known, its parameters are wrong, or the passphrase does not fit.
pub(super) fn decrypt(
    algorithm: AlgorithmIdentifierRef<'_>,
    encrypted: &[u8],
    passphrase: &str,
) -> Result<Vec<u8>, EncryptionError> {
    if algorithm.oid == PBES2 {
        let scheme = EncryptionScheme::try_from(algorithm)?;
        return scheme.decrypt(passphrase, encrypted).map_err(|_| EncryptionError::Passphrase);
    }
    let parameters = algorithm.parameters_any().map_err(|_| EncryptionError::Unknown(algorithm.oid))?;
    let (salt, iterations) = parameters.sequence(salt_and_iterations)?;
    let derive = |purpose, length| derive::<Sha1>(passphrase, salt, purpose, iterations, 64, length);
    let vector = derive(FOR_VECTOR, 8);
    match algorithm.oid {
        TRIPLE_DES => decrypt_blocks::<TdesEde3>(&derive(FOR_KEY, 24), &vector, encrypted),
        DOUBLE_DES => decrypt_blocks::<TdesEde2>(&derive(FOR_KEY, 16), &vector, encrypted),
        RC2_128 => decrypt_blocks::<Rc2>(&derive(FOR_KEY, 16), &vector, encrypted),
        RC2_40 => decrypt_blocks::<Rc2>(&derive(FOR_KEY, 5), &vector, encrypted),
        other => Err(EncryptionError::Unknown(other)),
    }
}

fn decrypt_blocks<C>(key: &[u8], vector: &[u8], encrypted: &[u8]) -> Result<Vec<u8>, EncryptionError>
where
    C: KeyInit + BlockCipher + BlockDecrypt + BlockDecryptMut,
{
    let cipher = Decryptor::<C>::new_from_slices(key, vector).map_err(|_| EncryptionError::Passphrase)?;
    cipher.decrypt_padded_vec_mut::<Pkcs7>(encrypted).map_err(|_| EncryptionError::Passphrase)
}

/// Verifies the `MacData` of an archive.
///
/// # Errors
/// When the algorithm is not known, or the passphrase does not fit.
pub(super) fn verify(protection: AnyRef<'_>, passphrase: &str, data: &[u8]) -> Result<(), EncryptionError> {
    let (algorithm, expected, salt, iterations) = protection.sequence(|reader| {
        let (algorithm, expected) = reader
            .decode::<AnyRef>()?
            .sequence(|reader| Ok((reader.decode::<AlgorithmIdentifierRef>()?, reader.decode::<OctetStringRef>()?)))?;
        let salt = reader.decode::<OctetStringRef>()?.as_bytes();
        let iterations = if reader.is_finished() { 1 } else { iterations(reader)? };
        Ok((algorithm, expected.as_bytes(), salt, iterations))
    })?;
    macro_rules! verify {
        ($digest:ty, $block:literal) => {{
            let length = <$digest>::output_size();
            let key = derive::<$digest>(passphrase, salt, FOR_PROTECTION, iterations, $block, length);
            <Hmac<$digest> as Mac>::new_from_slice(&key).ok().map(|mac| mac.chain_update(data).verify_slice(expected))
        }};
    }
    let verified = match algorithm.oid {
        SHA1 => verify!(Sha1, 64),
        SHA256 => verify!(Sha256, 64),
        SHA384 => verify!(Sha384, 128),
        SHA512 => verify!(Sha512, 128),
        other => return Err(EncryptionError::Unknown(other)),
    };
    match verified {
        Some(Ok(())) => Ok(()),
        _ => Err(EncryptionError::Passphrase),
    }
}

fn salt_and_iterations<'a>(reader: &mut der::SliceReader<'a>) -> der::Result<(&'a [u8], u32)> {
    Ok((reader.decode::<OctetStringRef>()?.as_bytes(), iterations(reader)?))
}

fn iterations(reader: &mut der::SliceReader<'_>) -> der::Result<u32> {
    let iterations: u32 = reader.decode()?;
    if iterations <= MAX_ITERATIONS { Ok(iterations) } else { Err(der::ErrorKind::Overlength.into()) }
}

/// The key derivation of RFC 7292, appendix B.2, with the names that it has there; `block` is the digest's block size in
/// bytes.
fn derive<D: Digest>(
    passphrase: &str,
    salt: &[u8],
    purpose: u8,
    iterations: u32,
    block: usize,
    length: usize,
) -> Vec<u8> {
    let password: Vec<u8> = passphrase.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect();
    let filled =
        |bytes: &[u8]| -> Vec<u8> { bytes.iter().copied().cycle().take(bytes.len().div_ceil(block) * block).collect() };
    let mut i = filled(salt);
    i.extend(filled(&password));
    let mut key = Vec::with_capacity(length + block);
    loop {
        let mut a = D::new().chain_update(vec![purpose; block]).chain_update(&i).finalize();
        for _ in 1..iterations {
            a = D::digest(&a);
        }
        key.extend_from_slice(&a);
        if key.len() >= length {
            key.truncate(length);
            return key;
        }
        // Each block of I becomes I + B + 1, B being A repeated.
        for chunk in i.chunks_mut(block) {
            let mut carry = 1u16;
            let repeated = (0..chunk.len()).map(|at| a.get(at % a.len()).copied().unwrap_or_default());
            for (byte, added) in chunk.iter_mut().zip(repeated.collect::<Vec<u8>>()).rev() {
                carry += u16::from(*byte) + u16::from(added);
                *byte = carry as u8;
                carry >>= 8;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `openssl kdf -kdfopt hexpass:0073006d006500670000 ... PKCS12KDF` prints them.
    #[test]
    fn derives_the_keys_that_openssl_derives() {
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let salt = [0x0A, 0x58, 0xCF, 0x64, 0x53, 0x0D, 0x82, 0x3F];
        let key = derive::<Sha1>("smeg", &salt, FOR_KEY, 1, 64, 24);
        assert_eq!(hex(&key), "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3");
        let vector = derive::<Sha1>("smeg", &salt, FOR_VECTOR, 1, 64, 8);
        assert_eq!(hex(&vector), "79993dfe048d3b76");
        let long = derive::<Sha256>("smeg", &salt, FOR_PROTECTION, 1000, 64, 100);
        assert!(
            hex(&long).starts_with("35ac16a454d608fb10c8d7c6338ca85818587aed0ff771fd265957e412c2c03c26ad8fa213a9fcf3")
        );
        assert!(hex(&long).ends_with("7a5886089e2e10bf1eeadf4a45807fc087"));
    }
}
