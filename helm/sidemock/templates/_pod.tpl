{{/*
Environment variables: settings.someFlag becomes MOCKOON_SOME_FLAG, null and empty ones are left to the server (but an
empty envVarsPrefix, which shows all variables).
(dict "ctx" . "kind" "deployment" | "native" | "classic" | "check")
*/}}
{{- define "sidemock.env" -}}
{{- $ctx := .ctx -}}
{{- $isDeployment := eq .kind "deployment" -}}
{{- $settings := deepCopy $ctx.Values.settings -}}
{{- with include "sidemock.adminPort" $ctx -}}{{- $_ := set $settings "adminApiPort" (int .) -}}{{- end -}}
{{- if eq .kind "check" -}}{{- $_ := set $settings "check" true -}}{{- end -}}
{{- if $isDeployment -}}{{- $_ := set $settings "shutdownDelay" (include "sidemock.shutdownDelay" $ctx) -}}{{- end -}}
{{- $names := dict -}}
{{- range $name, $value := $settings }}
{{- $text := "" }}
{{- if kindIs "slice" $value }}{{- $text = join "," $value }}
{{- else if kindIs "bool" $value }}{{- $text = toString $value }}
{{- else if or (kindIs "float64" $value) (kindIs "int64" $value) (kindIs "int" $value) }}{{- $text = toString (int64 $value) }}
{{- else if kindIs "string" $value }}{{- $text = $value }}
{{- end }}
{{- $isEmptyPrefix := and (eq $name "envVarsPrefix") (kindIs "string" $value) }}
{{- if or $text $isEmptyPrefix }}
{{- $_ := set $names (printf "MOCKOON_%s" (snakecase $name | upper)) (printf "settings.%s sets already" $name) }}
- name: MOCKOON_{{ snakecase $name | upper }}
  value: {{ $text | quote }}
{{- end }}
{{- end }}
{{- with $ctx.Values.tls.clientCa }}
{{- if .existingSecret }}
{{- range list "MOCKOON_TLS_CLIENT_CA_FILE" "MOCKOON_TLS_CLIENT_AUTH" }}
{{- $_ := set $names . "tls.clientCa sets already" }}
{{- end }}
- name: MOCKOON_TLS_CLIENT_CA_FILE
  value: /etc/sidemock/tls-client-ca/ca.crt
- name: MOCKOON_TLS_CLIENT_AUTH
  value: {{ ternary "optional" "required" .optional }}
{{- end }}
{{- end }}
{{- range $name, $value := include "sidemock.frontVariables" $ctx | fromJson }}
{{- $_ := set $names $name "frontDoor sets already" }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- $portNumbers := include "sidemock.portNumbers" $ctx }}
{{- if and $isDeployment $ctx.Values.service.enabled $portNumbers }}
{{- $_ := set $names "MOCKOON_EXPECTED_PORTS" "the chart sets to the Service's ports" }}
# The Service does not follow a port that changes in a file: the server tells when that has happened.
- name: MOCKOON_EXPECTED_PORTS
  value: {{ $portNumbers | quote }}
{{- end }}
{{- if not $ctx.Values.settings.disableAdminApi }}
{{- range list "MOCKOON_ADMIN_API_TOKEN" "MOCKOON_ADMIN_API_TOKEN_FILE" }}
{{- $_ := set $names . "adminToken sets already, as a mounted file that wins" }}
{{- end }}
- name: MOCKOON_ADMIN_API_TOKEN_FILE
  value: /etc/sidemock/admin/token
{{- end }}
{{- with $ctx.Values.state }}
{{- if and .url .existingSecret }}
{{- fail "state.url and state.existingSecret name the same thing: choose one" }}
{{- end }}
{{- if or .url .existingSecret }}
{{- $_ := set $names "MOCKOON_STATE_URL" "state sets already" }}
- name: MOCKOON_STATE_URL
  {{- if .url }}
  value: {{ .url | quote }}
  {{- else }}
  valueFrom:
    secretKeyRef:
      name: {{ .existingSecret }}
      key: {{ .existingSecretKey }}
  {{- end }}
{{- end }}
{{- end }}
{{- if ne .kind "check" }}
{{- range $name, $value := include "sidemock.traceVariables" $ctx | fromJson }}
{{- $_ := set $names $name "tracing sets already" }}
- name: {{ $name }}
  {{- if kindIs "map" $value }}
  valueFrom: {{- toYaml $value | nindent 4 }}
  {{- else }}
  value: {{ $value | quote }}
  {{- end }}
{{- end }}
{{- end }}
{{- range $ctx.Values.extraEnv }}
{{- if hasKey $names .name }}
{{- fail (printf "extraEnv sets %s, which %s: choose one" .name (get $names .name)) }}
{{- end }}
{{- $_ := set $names .name "another item of extraEnv sets already" }}
- {{ toYaml . | nindent 2 | trim }}
{{- end }}
{{- end -}}

{{/* OpenTelemetry's variables, as JSON. */}}
{{- define "sidemock.traceVariables" -}}
{{- $found := dict -}}
{{- with .Values.tracing -}}
{{- if .endpoint -}}
{{- $_ := set $found "OTEL_EXPORTER_OTLP_ENDPOINT" .endpoint -}}
{{- with .protocol -}}{{- $_ := set $found "OTEL_EXPORTER_OTLP_PROTOCOL" . -}}{{- end -}}
{{- $_ := set $found "OTEL_SERVICE_NAME" (.serviceName | default (include "sidemock.fullname" $)) -}}
{{- $pairs := list -}}
{{- range $key, $value := .resourceAttributes -}}
{{- $pairs = append $pairs (printf "%s=%s" ($key | urlquery | replace "+" "%20") ($value | urlquery | replace "+" "%20")) -}}
{{- end -}}
{{- with $pairs -}}{{- $_ := set $found "OTEL_RESOURCE_ATTRIBUTES" (join "," .) -}}{{- end -}}
{{- with .sampler -}}{{- $_ := set $found "OTEL_TRACES_SAMPLER" . -}}{{- end -}}
{{- if not (kindIs "invalid" .samplerArg) -}}{{- $_ := set $found "OTEL_TRACES_SAMPLER_ARG" (toString .samplerArg) -}}{{- end -}}
{{- if .existingSecret -}}
{{- $key := dict "name" .existingSecret "key" .existingSecretKey -}}
{{- $_ := set $found "OTEL_EXPORTER_OTLP_HEADERS" (dict "secretKeyRef" $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $found | toJson -}}
{{- end -}}

{{/* One probe. (dict "probe" .Values.startupProbe "path" "/readyz" "port" "management") */}}
{{- define "sidemock.probe" -}}
httpGet:
  path: {{ .path | default .probe.path }}
  port: {{ .port }}
{{- range $field := list "initialDelaySeconds" "periodSeconds" "timeoutSeconds" "failureThreshold" "successThreshold" }}
{{- if hasKey $.probe $field }}
{{ $field }}: {{ int (get $.probe $field) }}
{{- end }}
{{- end }}
{{- end -}}

{{/*
The names of the container's ports as JSON: name of the mock port, `admin` and `management` -> name. In somebody else's pod
all of them say whose they are, so that they are not taken there.
*/}}
{{- define "sidemock.portNames" -}}
{{- $isOurs := eq .kind "deployment" -}}
{{- $names := dict "admin" (ternary "admin" "sidemock-admin" $isOurs) "management" (ternary "management" "sidemock-mgmt" $isOurs) -}}
{{- range $i, $port := include "sidemock.mockPorts" .ctx | fromJsonArray -}}
{{- $theirs := ternary "sidemock-http" (printf "sidemock-%d" (int $port.port)) (eq $i 0) -}}
{{- $_ := set $names $port.name (ternary $port.name $theirs $isOurs) -}}
{{- end -}}
{{- toJson $names -}}
{{- end -}}

{{/* The container. (dict "ctx" . "kind" "deployment" | "native" | "classic") */}}
{{- define "sidemock.container" -}}
{{- $ctx := .ctx -}}
{{- $startupPath := ternary "" "/readyz" (eq .kind "deployment") -}}
{{- $names := include "sidemock.portNames" (dict "ctx" $ctx "kind" .kind) | fromJson -}}
- name: sidemock
  image: {{ include "sidemock.image" $ctx }}
  imagePullPolicy: {{ $ctx.Values.image.pullPolicy }}
  {{- if eq .kind "native" }}
  restartPolicy: Always
  {{- end }}
  {{- with include "sidemock.env" (dict "ctx" $ctx "kind" .kind) | trim }}
  env:
    {{- . | nindent 4 }}
  {{- end }}
  {{- with $ctx.Values.extraEnvFrom }}
  envFrom:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  ports:
    {{- range include "sidemock.mockPorts" $ctx | fromJsonArray }}
    - name: {{ get $names .name }}
      containerPort: {{ int .port }}
      protocol: TCP
    {{- end }}
    {{- with include "sidemock.adminPort" $ctx }}
    - name: {{ $names.admin }}
      containerPort: {{ . }}
      protocol: TCP
    {{- end }}
    - name: {{ $names.management }}
      containerPort: {{ int $ctx.Values.settings.managementPort }}
      protocol: TCP
  {{- if $ctx.Values.startupProbe.enabled }}
  startupProbe:
    {{- include "sidemock.probe" (dict "probe" $ctx.Values.startupProbe "path" $startupPath "port" $names.management) | nindent 4 }}
  {{- end }}
  {{- if $ctx.Values.readinessProbe.enabled }}
  readinessProbe:
    {{- include "sidemock.probe" (dict "probe" $ctx.Values.readinessProbe "port" $names.management) | nindent 4 }}
  {{- end }}
  {{- if $ctx.Values.livenessProbe.enabled }}
  livenessProbe:
    {{- include "sidemock.probe" (dict "probe" $ctx.Values.livenessProbe "port" $names.management) | nindent 4 }}
  {{- end }}
  {{- if eq .kind "deployment" }}
  {{- with $ctx.Values.lifecycle }}
  lifecycle:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
  # What the server leaves there names the file and the reason; the end of the log, where it had no time to.
  terminationMessagePolicy: FallbackToLogsOnError
  {{- with $ctx.Values.resources }}
  resources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $ctx.Values.securityContext }}
  securityContext:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with include "sidemock.volumeMounts" $ctx | trim }}
  volumeMounts:
    {{- . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "sidemock.volumeMounts" -}}
{{- if include "sidemock.hasEnvironments" . }}
- name: sidemock-environments
  mountPath: /etc/sidemock/environments
  readOnly: true
{{- end }}
{{- if not .Values.settings.disableAdminApi }}
- name: sidemock-admin
  mountPath: /etc/sidemock/admin
  readOnly: true
{{- end }}
{{- if .Values.tls.enabled }}
- name: sidemock-tls
  mountPath: /etc/sidemock/tls
  readOnly: true
{{- end }}
{{- if .Values.tls.clientCa.existingSecret }}
- name: sidemock-tls-client-ca
  mountPath: /etc/sidemock/tls-client-ca
  readOnly: true
{{- end }}
{{- with .Values.extraVolumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/*
The volumes. Whole volumes, never subPath: the kubelet does not update subPath mounts.
Secrets are readable by the group when the pod has an fsGroup, else by all users of the container.
*/}}
{{- define "sidemock.podVolumes" -}}
{{- $ctx := .ctx -}}
{{- $secretMode := ternary 0440 0444 (and (eq .kind "deployment") (hasKey $ctx.Values.podSecurityContext "fsGroup") (not (kindIs "invalid" $ctx.Values.podSecurityContext.fsGroup))) -}}
{{- if include "sidemock.hasEnvironments" $ctx }}
- name: sidemock-environments
  projected:
    defaultMode: {{ 0444 }}
    sources:
      {{- range $file, $_ := include "sidemock.files" $ctx | fromJson }}
      - configMap:
          name: {{ include "sidemock.configMapName" (dict "ctx" $ctx "file" $file) }}
      {{- end }}
      {{- range $ctx.Values.environments.existing }}
      {{- range $kind, $source := . }}
      - {{ $kind }}:
          {{- toYaml $source | nindent 10 }}
      {{- end }}
      {{- end }}
{{- end }}
{{- if not $ctx.Values.settings.disableAdminApi }}
- name: sidemock-admin
  secret:
    secretName: {{ include "sidemock.adminSecretName" $ctx }}
    defaultMode: {{ $secretMode }}
    items:
      - key: {{ include "sidemock.adminSecretKey" $ctx }}
        path: token
{{- end }}
{{- if $ctx.Values.tls.enabled }}
- name: sidemock-tls
  secret:
    secretName: {{ include "sidemock.tlsSecretName" $ctx }}
    defaultMode: {{ $secretMode }}
{{- end }}
{{- with $ctx.Values.tls.clientCa }}
{{- if .existingSecret }}
- name: sidemock-tls-client-ca
  secret:
    secretName: {{ .existingSecret }}
    defaultMode: {{ $secretMode }}
    items:
      - key: {{ .key }}
        path: ca.crt
{{- end }}
{{- end }}
{{- with $ctx.Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
