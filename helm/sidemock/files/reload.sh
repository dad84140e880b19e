# Run by the hook of reloadhook.yaml: asks for pods as SELECTOR says, annotates them, and waits until each of them that stays
# serves CONTENTS (file=hash ...), at most TIMEOUT seconds.
kubectl annotate pods --selector "$SELECTOR" --overwrite "sidemock/synced=$(date +%s)"
end=$(($(date +%s) + TIMEOUT))
while :; do
  # A pod that a roll has told to go is none that stays.
  pods=$(kubectl get pods --selector "$SELECTOR" --field-selector status.phase=Running --output go-template='{{range .items}}{{if not .metadata.deletionTimestamp}}{{.status.podIP}} {{end}}{{end}}')
  behind=""
  for ip in $pods; do
    case $ip in *:*) host="[$ip]" ;; *) host=$ip ;; esac
    for content in $CONTENTS; do
      wget -q -T 10 -O /dev/null "http://$host:$PORT/readyz?file=${content%=*}&hash=${content#*=}&wait=5s" || behind="$behind $ip:${content%=*}"
    done
  done
  if [ -n "$pods" ] && [ -z "$behind" ]; then
    echo "served by $pods: $CONTENTS"
    exit 0
  fi
  if [ "$(date +%s)" -ge "$end" ]; then
    echo "after $TIMEOUT s not yet served:${behind:- there is no running pod}"
    for ip in $pods; do
      case $ip in *:*) host="[$ip]" ;; *) host=$ip ;; esac
      wget -q -T 10 -O - "http://$host:$PORT/readyz?verbose" || true
    done
    exit 1
  fi
  sleep 1
done
