{{/*
The files that the chart itself writes, as JSON: file name -> {key, text | gzip, role}. Of environments there are port and tls as
well. A file name sorts as the server sorts them, so positions in lists such as settings.port agree.
*/}}
{{- define "sidemock.files" -}}
{{- $files := dict -}}
{{- $tls := .Values.tls.enabled -}}
{{- range $name, $value := .Values.environments.inline -}}
  {{- $key := printf "environments.inline.%s" $name -}}
  {{- $isText := kindIs "string" $value -}}
  {{- $isJson := or (not $isText) (hasPrefix "{" (trim (toString $value))) -}}
  {{- $text := ternary $value (toJson $value) $isText -}}
  {{- $parsed := fromYaml $text -}}
  {{- if and (hasKey $parsed "Error") (not (hasKey $parsed "routes")) -}}
    {{- fail (printf "%s is neither JSON nor YAML: %s" $key $parsed.Error) -}}
  {{- end -}}
  {{- $file := ternary $name (printf "%s%s" $name (ternary ".json" ".yaml" $isJson)) (regexMatch "\\.(json|ya?ml)$" $name) -}}
  {{- $role := include "sidemock.roleOf" $file -}}
  {{- if and (not $parsed) (eq $role "environment") -}}
    {{- fail (printf "%s is empty: give an environment as an object or as JSON or YAML text" $key) -}}
  {{- end -}}
  {{- if and $tls (eq $role "environment") -}}
    {{- $_ := set $parsed "tlsOptions" (dict "enabled" true "type" "CERT" "certPath" "/etc/sidemock/tls/tls.crt" "keyPath" "/etc/sidemock/tls/tls.key") -}}
    {{- $text = ternary (toJson $parsed) (toYaml $parsed) $isJson -}}
  {{- end -}}
  {{- include "sidemock.checkName" (dict "files" $files "file" $file "key" $key) -}}
  {{- include "sidemock.checkSize" (dict "key" $key "bytes" (len $text) "remedy" (printf "move it to environments.gzip.%s (gzip -9c FILE | base64 -w0), or split it" $name)) -}}
  {{- $port := 3000 -}}
  {{- if hasKey $parsed "port" -}}{{- $port = int $parsed.port -}}{{- end -}}
  {{- $tlsOptions := ternary $parsed.tlsOptions dict (kindIs "map" $parsed.tlsOptions) -}}
  {{- $_ := set $files $file (dict "key" $key "text" $text "role" $role "port" $port "name" $name "tls" (and (hasKey $tlsOptions "enabled") (eq (toString $tlsOptions.enabled) "true"))) -}}
{{- end -}}
{{- range $name, $value := .Values.environments.gzip -}}
  {{- $key := printf "environments.gzip.%s" $name -}}
  {{- $data := regexReplaceAll "\\s+" $value "" -}}
  {{- if not (hasPrefix "H4sI" $data) -}}
    {{- fail (printf "%s is not the base64 of a gzipped file: make it with gzip -9c FILE | base64 -w0" $key) -}}
  {{- end -}}
  {{- $base := ternary $name (printf "%s.json" $name) (regexMatch "\\.(json|ya?ml)(\\.gz)?$" $name) -}}
  {{- $file := ternary $base (printf "%s.gz" $base) (hasSuffix ".gz" $base) -}}
  {{- include "sidemock.checkName" (dict "files" $files "file" $file "key" $key) -}}
  {{- include "sidemock.checkSize" (dict "key" $key "bytes" (div (mul 3 (len $data)) 4) "remedy" "create a ConfigMap for each environment (kubectl create configmap shop --from-file=shop.json), and list these in environments.existing") -}}
  {{- $_ := set $files $file (dict "key" $key "gzip" $data "role" (include "sidemock.roleOf" $file)) -}}
{{- end -}}
{{- range $file, $value := .Values.environments.files -}}
  {{- $key := printf "environments.files.%s" $file -}}
  {{- $text := ternary $value (toJson $value) (kindIs "string" $value) -}}
  {{- include "sidemock.checkName" (dict "files" $files "file" $file "key" $key) -}}
  {{- include "sidemock.checkSize" (dict "key" $key "bytes" (len $text) "remedy" "create a ConfigMap for it, and list that in environments.existing") -}}
  {{- $_ := set $files $file (dict "key" $key "text" $text "role" "file") -}}
{{- end -}}
{{- toJson $files -}}
{{- end -}}

{{/* What a file of this name is: `shop.sidemock.yaml` is the companion of `shop.json`. */}}
{{- define "sidemock.roleOf" -}}
{{- ternary "companion" "environment" (regexMatch "(?i).\\.sidemock\\.(json|ya?ml)(\\.gz)?$" .) -}}
{{- end -}}

{{/* A file name without the extensions of environments. */}}
{{- define "sidemock.stem" -}}
{{- regexReplaceAll "(?i)\\.(json|ya?ml|har)(\\.gz)?$" . "" -}}
{{- end -}}

{{/* Two values cannot be one file. (dict "files" files "file" name "key" value) */}}
{{- define "sidemock.checkName" -}}
{{- if hasKey .files .file -}}
{{- fail (printf "%s and %s would both be the file %s: rename one" .key (get .files .file).key .file) -}}
{{- end -}}
{{- end -}}

{{/*
Companions without their environment, and snapshots that are not there. What existing ConfigMaps and Secrets hold the chart
does not know.
*/}}
{{- define "sidemock.validateFiles" -}}
{{- $files := include "sidemock.files" . | fromJson -}}
{{- $existing := .Values.environments.existing -}}
{{- $stems := dict -}}
{{- range $file, $content := $files -}}
  {{- if eq $content.role "environment" -}}{{- $_ := set $stems (include "sidemock.stem" $file) true -}}{{- end -}}
{{- end -}}
{{- if and .Values.environments.files (not $stems) (not $existing) -}}
  {{- fail "environments.files lie beside environments, and there are none: give some by inline, gzip or existing" -}}
{{- end -}}
{{- range $file, $content := $files -}}
  {{- if eq $content.role "companion" -}}
    {{- $stem := regexReplaceAll "(?i)\\.sidemock$" (include "sidemock.stem" $file) "" -}}
    {{- if not (or (hasKey $stems $stem) $existing) -}}
      {{- fail (printf "%s is the companion of an environment %s, and there is none; there are %s" $content.key $stem (keys $stems | sortAlpha | join ", " | default "none at all")) -}}
    {{- end -}}
    {{- $declared := fromYaml ($content.text | default "{}") -}}
    {{- $unknown := keys (omit $declared "snapshot" "faults") -}}
    {{- if $unknown -}}
      {{- fail (printf "%s: the key %s is unknown: known are snapshot, faults" $content.key (first $unknown)) -}}
    {{- end -}}
    {{- $snapshot := $declared.snapshot | default "" | toString | trimPrefix "./" -}}
    {{- if and $snapshot (not (contains "/" $snapshot)) (not (hasKey $files $snapshot)) (not $existing) -}}
      {{- fail (printf "%s names the snapshot %s, which is none of environments.files: put it there" $content.key $snapshot) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{/*
About how many bytes gzip makes of a text: Helm's templates cannot compress. Within 32 kB a word costs its letters once, by
what digits, hex digits and other letters carry, and a reference each time; long words are cut, as they may repeat themselves.
*/}}
{{- define "sidemock.compressedSize" -}}
{{- $text := . -}}
{{- $window := 32000 -}}
{{- $hundredths := 0 -}}
{{- range $i := until (add1 (div (len $text) $window) | int) -}}
  {{- $words := regexFindAll "[A-Za-z0-9+/=]{1,64}" (substr (mul $i $window | int) (mul (add1 $i) $window | int) $text) -1 -}}
  {{- $seen := dict -}}
  {{- range $words -}}{{- $_ := set $seen . "" -}}{{- end -}}
  {{- $distinct := keys $seen | join " " -}}
  {{- $digits := regexFindAll "\\b[0-9]+\\b" $distinct -1 | join "" | len -}}
  {{- $hex := sub (regexFindAll "\\b[0-9a-f]+\\b" $distinct -1 | join "" | len) $digits -}}
  {{- $other := sub (sub (len $distinct) (len $seen)) (add $digits $hex) -}}
  {{- $hundredths = add $hundredths (mul 43 $digits) (mul 52 $hex) (mul 70 $other) (mul 55 (len $words)) (mul 30 (len $seen)) -}}
{{- end -}}
{{- div $hundredths 100 -}}
{{- end -}}

{{/*
Helm keeps a release in one Secret: values, manifest and chart, gzipped, then as base64, of which Kubernetes takes 1 MiB. What
the chart is given stands there twice, in the values and in the ConfigMaps.
*/}}
{{- define "sidemock.checkReleaseSize" -}}
{{- $limit := 786432 -}}
{{- $chart := 60000 -}}
{{- $files := include "sidemock.files" . | fromJson -}}
{{- $packed := 0 -}}
{{- $plain := 0 -}}
{{- range $files -}}
  {{- if .gzip -}}{{- $packed = add $packed (div (mul 3 (len .gzip)) 4) -}}{{- else -}}{{- $plain = add $plain (len .text) -}}{{- end -}}
{{- end -}}
{{- /* Looking into the texts takes a second; most fit whatever they hold. */ -}}
{{- if gt (add $chart (mul 2 (add $packed $plain))) $limit -}}
  {{- range $files -}}
    {{- if .text -}}{{- $packed = add $packed (include "sidemock.compressedSize" .text | int) -}}{{- end -}}
  {{- end -}}
  {{- $release := add $chart (mul 2 $packed) -}}
  {{- if gt $release $limit -}}
    {{- fail (printf "environments.inline, environments.files and environments.gzip are too big together: Helm keeps a release in one Secret of at most 1048576 bytes (1 MiB), and this one would take about %d. Put the environments into ConfigMaps of their own (kubectl create configmap shop --from-file=shop.json) and list these in environments.existing. Where Helm keeps no release (helm template, Argo CD), set environments.checkReleaseSize=false" (div (mul 4 $release) 3)) -}}
  {{- end -}}
{{- end -}}
{{- end -}}

{{/* `file=hash` of every environment that the chart writes, as the server names its content: by the SHA-256 of the file. It is asked for those alone. */}}
{{- define "sidemock.contents" -}}
{{- $contents := list -}}
{{- range $file, $content := include "sidemock.files" . | fromJson -}}
{{- if eq $content.role "environment" -}}
{{- $bytes := $content.text -}}
{{- if $content.gzip -}}{{- $bytes = b64dec $content.gzip -}}{{- end -}}
{{- $contents = append $contents (printf "%s=%s" $file (sha256sum $bytes)) -}}
{{- end -}}
{{- end -}}
{{- join " " $contents -}}
{{- end -}}

{{/* Kubernetes refuses ConfigMaps over 1 MiB; some room is left for names and annotations. */}}
{{- define "sidemock.checkSize" -}}
{{- if gt (int .bytes) 1000000 -}}
{{- fail (printf "%s has %d bytes; a ConfigMap holds at most 1048576 (1 MiB), this chart stops at 1000000: %s" .key (int .bytes) .remedy) -}}
{{- end -}}
{{- end -}}

{{/* The ConfigMap of one environment file: one each, so that the limit is per environment. (dict "ctx" . "file" name) */}}
{{- define "sidemock.configMapName" -}}
{{- $slug := regexReplaceAll "[^a-z0-9]+" (lower .file) "-" | trimAll "-" | trunc 40 | trimSuffix "-" -}}
{{- printf "%s-env-%s-%s" (include "sidemock.fullname" .ctx) $slug (sha256sum .file | trunc 6) -}}
{{- end -}}

{{/* "true" when an environments volume is needed. */}}
{{- define "sidemock.hasEnvironments" -}}
{{- if or .Values.environments.inline .Values.environments.gzip .Values.environments.existing -}}true{{- end -}}
{{- end -}}

{{/* The ports of the environments that the chart writes, as JSON, with settings.port by position: [{name, key, port, tls}]. Of a packed one none is known. */}}
{{- define "sidemock.inlinePorts" -}}
{{- $ports := list -}}
{{- $overrides := .Values.settings.port -}}
{{- $disabled := .Values.settings.disableTls | default false -}}
{{- range $file, $environment := include "sidemock.files" . | fromJson -}}
  {{- if eq $environment.role "environment" -}}
    {{- $index := len $ports -}}
    {{- $port := int $environment.port -}}
    {{- if lt $index (len $overrides) -}}{{- $port = int (index $overrides $index) -}}{{- end -}}
    {{- $ports = append $ports (dict "name" ($environment.name | default $file) "key" $environment.key "port" $port "tls" (and $environment.tls (not $disabled))) -}}
  {{- end -}}
{{- end -}}
{{- toJson $ports -}}
{{- end -}}

{{/*
The mock ports as JSON: [{name, port, servicePort, appProtocol}], from `ports`, else from the inline environments
(with settings.port by position), else the demo's; then those of the front door. With frontDoor.only there are no others.
*/}}
{{- define "sidemock.mockPorts" -}}
{{- $ports := list -}}
{{- $owners := dict -}}
{{- $names := dict -}}
{{- $environments := .Values.environments -}}
{{- $front := include "sidemock.frontPorts" . | fromJsonArray -}}
{{- if and $front .Values.frontDoor.only -}}
  {{- if .Values.ports -}}{{- fail "ports: with frontDoor.only there are no ports but frontDoor.port and frontDoor.tlsPort" -}}{{- end -}}
{{- else if .Values.ports -}}
  {{- $secure := dict -}}
  {{- range include "sidemock.inlinePorts" . | fromJsonArray -}}{{- if .tls -}}{{- $_ := set $secure (toString (int .port)) true -}}{{- end -}}{{- end -}}
  {{- range .Values.ports -}}
    {{- $protocol := .appProtocol | default (ternary "https" "http" (hasKey $secure (toString (int .port)))) -}}
    {{- $ports = append $ports (dict "name" .name "port" (int .port) "servicePort" (int (.servicePort | default .port)) "appProtocol" $protocol "owner" (printf "ports[%s]" .name)) -}}
  {{- end -}}
{{- else if and (or $environments.gzip $environments.existing) (not $front) -}}
  {{- fail "ports: list the mock ports ([{name, port}]); the chart cannot look into environments.gzip and environments.existing" -}}
{{- else if $environments.inline -}}
  {{- range $index, $environment := include "sidemock.inlinePorts" . | fromJsonArray -}}
    {{- $port := int $environment.port -}}
    {{- $name := regexReplaceAll "[^a-z0-9]+" (lower $environment.name) "-" | trimAll "-" | trunc 15 | trimSuffix "-" -}}
    {{- if or (not (regexMatch "[a-z]" $name)) (has $name (list "management" "admin" "front" "front-tls")) -}}{{- $name = printf "env-%s" $name | trunc 15 | trimSuffix "-" -}}{{- end -}}
    {{- if hasKey $names $name -}}{{- $name = printf "%s-%d" ($name | trunc 12 | trimSuffix "-") $index -}}{{- end -}}
    {{- $_ := set $names $name true -}}
    {{- /* Port 0 is none: the front door is its only way in. */ -}}
    {{- if $port -}}
    {{- $ports = append $ports (dict "name" $name "port" $port "servicePort" $port "appProtocol" (ternary "https" "http" $environment.tls) "owner" $environment.key) -}}
    {{- end -}}
  {{- end -}}
{{- else if not $environments.existing -}}
  {{- $port := 3000 -}}
  {{- with .Values.settings.port -}}{{- $port = int (first .) -}}{{- end -}}
  {{- $ports = list (dict "name" "http" "port" $port "servicePort" $port "appProtocol" "http" "owner" "the demo") -}}
{{- end -}}
{{- $served := list -}}
{{- range $ports -}}{{- $served = append $served (int .servicePort) -}}{{- end -}}
{{- range $front -}}
  {{- /* The Service of all mocks has each port once. */ -}}
  {{- if has (int .servicePort) $served -}}{{- $_ := set . "servicePort" .port -}}{{- end -}}
  {{- $ports = append $ports . -}}
{{- end -}}
{{- if not $ports -}}{{- fail "no environment has a port (port: 0 is none): give one of them a port, or set frontDoor.enabled" -}}{{- end -}}
{{- $_ := set $owners (toString (int .Values.settings.managementPort)) "settings.managementPort" -}}
{{- $taken := dict "management" "the management port" "admin" "the admin port" -}}
{{- range $ports -}}
  {{- if hasKey $taken .name -}}
    {{- fail (printf "%s has the name of %s: give it another one" .owner (get $taken .name)) -}}
  {{- end -}}
  {{- $_ := set $taken .name "another item of ports" -}}
{{- end -}}
{{- with include "sidemock.adminPort" . -}}
  {{- if hasKey $owners . -}}{{- fail (printf "settings.adminApiPort and settings.managementPort are both %s" .) -}}{{- end -}}
  {{- $_ := set $owners . "settings.adminApiPort" -}}
{{- end -}}
{{- range $ports -}}
  {{- $number := toString (int .port) -}}
  {{- if hasKey $owners $number -}}
    {{- fail (printf "%s and %s both want port %s: give one of them another port in its file or by settings.port, or put them behind one with frontDoor.enabled and frontDoor.only" (get $owners $number) .owner $number) -}}
  {{- end -}}
  {{- $_ := set $owners $number .owner -}}
{{- end -}}
{{- toJson $ports -}}
{{- end -}}

{{/* The numbers of the environments' own ports, separated by commas. */}}
{{- define "sidemock.portNumbers" -}}
{{- $numbers := list -}}
{{- range include "sidemock.mockPorts" . | fromJsonArray -}}{{- if not .isFront -}}{{- $numbers = append $numbers (int .port) -}}{{- end -}}{{- end -}}
{{- join "," $numbers -}}
{{- end -}}

{{/*
The port of the admin API when it has its own. Behind an Ingress or HTTPRoute it gets one unasked: path rules cannot keep
/mockoon-admin out reliably (the server matches it in any case), a port that nothing routes to can.
*/}}
{{- define "sidemock.adminPort" -}}
{{- if not .Values.settings.disableAdminApi -}}
{{- if .Values.settings.adminApiPort -}}
{{- int .Values.settings.adminApiPort -}}
{{- else if and (eq .Values.mode "deployment") (or .Values.ingress.enabled .Values.httpRoute.enabled) (not .Values.exposeAdminApi) -}}
8991
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "sidemock.adminSecretName" -}}
{{- default (printf "%s-admin" (include "sidemock.fullname" .)) .Values.adminToken.existingSecret -}}
{{- end -}}

{{- define "sidemock.adminSecretKey" -}}
{{- ternary .Values.adminToken.existingSecretKey "token" (ne .Values.adminToken.existingSecret "") -}}
{{- end -}}

{{- define "sidemock.tlsSecretName" -}}
{{- default (printf "%s-tls" (include "sidemock.fullname" .)) .Values.tls.existingSecret -}}
{{- end -}}

{{/* Contradictions that a schema cannot explain well. */}}
{{- define "sidemock.validate" -}}
{{- if .Values.environments.checkReleaseSize -}}{{- include "sidemock.checkReleaseSize" . -}}{{- end -}}
{{- if and .Values.adminToken.value .Values.adminToken.existingSecret -}}
{{- fail "adminToken.value and adminToken.existingSecret are both set: choose one (or neither, then a token is generated and kept)" -}}
{{- end -}}
{{- if and .Values.tls.enabled .Values.tls.existingSecret .Values.tls.certManager.enabled -}}
{{- fail "tls.existingSecret and tls.certManager.enabled are both set: choose one source of the certificate" -}}
{{- end -}}
{{- if and .Values.tls.enabled (not .Values.tls.existingSecret) (not .Values.tls.certManager.enabled) -}}
{{- fail "tls.enabled needs a certificate: set tls.existingSecret or tls.certManager.enabled" -}}
{{- end -}}
{{- if and .Values.tls.enabled .Values.tls.certManager.enabled (not .Values.tls.certManager.issuerRef.name) -}}
{{- fail "tls.certManager.issuerRef.name is needed: which Issuer or ClusterIssuer signs?" -}}
{{- end -}}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) -}}
{{- fail "httpRoute.parentRefs is needed: which Gateway does the route attach to?" -}}
{{- end -}}
{{- range list "ingress" "httpRoute" -}}
{{- if and (get $.Values .).enabled (not $.Values.service.enabled) -}}
{{- fail (printf "%s.enabled needs the Service that it sends to: set service.enabled, or turn it off" .) -}}
{{- end -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled (not .Values.managementService.enabled) -}}
{{- fail "serviceMonitor.enabled needs managementService.enabled: set that, or use podMonitor, which needs no Service" -}}
{{- end -}}
{{- include "sidemock.validateFiles" . -}}
{{- if eq .Values.mode "deployment" -}}{{- include "sidemock.validateDeployment" . -}}{{- end -}}
{{- include "sidemock.validateFrontDoor" . -}}
{{- if and .Values.reloadHook.enabled (eq .Values.mode "sidecar") -}}
{{- fail "reloadHook.enabled needs mode: deployment: the chart does not know the pods of sidecars" -}}
{{- end -}}
{{- end -}}
