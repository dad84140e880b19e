#!/bin/sh
# Makes the keys and certificates of the TLS exchanges in the directory that is named. Nothing of it is ever kept.
set -eu
cd "$1"
pass='open sesame'

subject() { # NAME CA
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:%s\n' "$2"
}
issue() { # NAME ISSUER CA: signs NAME.key by ISSUER
    openssl req -new -key "$1.key" -subj "/CN=$1.test" -out "$1.csr"
    subject "$1" "$3" >"$1.ext"
    openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 30 -extfile "$1.ext" -out "$1.pem"
}
rsa() { openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1.key"; }
pfx() { # NAME PASSPHRASE OPTIONS...
    name=$1 word=$2
    shift 2
    openssl pkcs12 -export -inkey leaf.key -in leaf.pem -certfile ca.pem -passout "pass:$word" -out "$name.pfx" "$@"
}

rsa root
openssl req -x509 -new -key root.key -subj /CN=root.test -days 30 -out root.pem
rsa intermediate && issue intermediate root TRUE
rsa leaf && issue leaf intermediate FALSE
rsa other && issue other root FALSE
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.key && issue ec root FALSE
cat leaf.pem intermediate.pem >chain.pem
cat intermediate.pem root.pem >ca.pem
# A certificate without extensions is one of version 1.
openssl x509 -req -in leaf.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30 -out v1.pem
openssl pkcs8 -topk8 -in leaf.key -passout "pass:$pass" -out sealed.key
openssl pkcs8 -topk8 -v2 des3 -in leaf.key -passout "pass:$pass" -out sealed3des.key
openssl rsa -in leaf.key -traditional -out traditional.key
openssl rsa -in leaf.key -traditional -aes128 -passout "pass:$pass" -out legacy.key
pfx bundle "$pass"
pfx empty ''
pfx old "$pass" -certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1
pfx unsealed "$pass" -certpbe NONE -keypbe NONE -nomac
pfx aes128 "$pass" -certpbe AES-128-CBC -keypbe NONE -macalg sha512
pfx sha384 "$pass" -certpbe NONE -keypbe AES-256-CBC -macalg sha384
# Not every OpenSSL still has RC2.
pfx oldest "$pass" -legacy -certpbe PBE-SHA1-RC2-40 -keypbe PBE-SHA1-2DES || cp old.pfx oldest.pfx
pfx rc2 "$pass" -legacy -certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-3DES || cp old.pfx rc2.pfx
echo 'neither certificate nor key' >garbage.pem
