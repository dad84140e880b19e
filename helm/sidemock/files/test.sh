# Run by the test pod of tests/checks.yaml: asks what CHECKS says (status and URL, line by line; `any`: any answer will do;
# `certificate`: TLS that asks for one of the client), and shows what was answered where it is something else.
failed=0
while read -r wanted url; do
  options=""
  # TLS 1.3 lets a client speak before it is refused: the refusal may be lost then.
  [ "$wanted" = certificate ] && options="--tls-max 1.2"
  # shellcheck disable=SC2086
  seen=$(curl -sSik $options --retry 10 --retry-connrefused --retry-delay 1 --max-time 10 "$url" 2>&1) || true
  got=$(echo "$seen" | sed -n 's|^HTTP/[0-9.]* \([0-9]*\).*|\1|p' | tail -n 1)
  if [ "$wanted" = certificate ] && [ -z "$got" ] && echo "$seen" | grep -qi 'alert.*certificate.*required'; then
    echo "ok      $url wants a certificate"
  elif [ -n "$got" ] && { [ "$wanted" = any ] || [ "$wanted" = "$got" ]; }; then
    echo "ok      $url answered $got"
  else
    failed=$((failed + 1))
    echo "FAILED  $url answered ${got:-nothing}, wanted $wanted:"
    echo "$seen" | head -c 2000 | sed 's/^/          /'
  fi
done <<LIST
$CHECKS
LIST
[ "$failed" -eq 0 ] || { echo "$failed failed; why a pod is not ready, /readyz?verbose of its management port tells"; exit 1; }
