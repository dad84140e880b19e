{{/* Environment variables: settings.someFlag becomes MOCKOON_SOME_FLAG, null and empty ones are left to the server. */}}
{{- define "sidemock.env" -}}
{{- $settings := deepCopy .Values.settings -}}
{{- with include "sidemock.adminPort" . -}}{{- $_ := set $settings "adminApiPort" (int .) -}}{{- end -}}
{{- $data := $settings.data -}}
{{- range $name, $value := $settings }}
{{- $text := "" }}
{{- if kindIs "slice" $value }}{{- $text = join "," $value }}
{{- else if kindIs "bool" $value }}{{- $text = toString $value }}
{{- else if or (kindIs "float64" $value) (kindIs "int64" $value) (kindIs "int" $value) }}{{- $text = toString (int64 $value) }}
{{- else if kindIs "string" $value }}{{- $text = $value }}
{{- end }}
{{- if $text }}
- name: MOCKOON_{{ snakecase $name | upper }}
  value: {{ $text | quote }}
{{- end }}
{{- end }}
{{- if not .Values.settings.disableAdminApi }}
- name: MOCKOON_ADMIN_API_TOKEN_FILE
  value: /etc/sidemock/admin/token
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* One probe. (dict "probe" .Values.startupProbe "path" "/readyz") */}}
{{- define "sidemock.probe" -}}
httpGet:
  path: {{ .path | default .probe.path }}
  port: management
{{- range $field := list "initialDelaySeconds" "periodSeconds" "timeoutSeconds" "failureThreshold" "successThreshold" }}
{{- if hasKey $.probe $field }}
{{ $field }}: {{ int (get $.probe $field) }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The container. (dict "ctx" . "kind" "deployment" | "native" | "classic") */}}
{{- define "sidemock.container" -}}
{{- $ctx := .ctx -}}
{{- $startupPath := ternary "" "/readyz" (eq .kind "deployment") -}}
- name: sidemock
  image: {{ include "sidemock.image" $ctx }}
  imagePullPolicy: {{ $ctx.Values.image.pullPolicy }}
  {{- if eq .kind "native" }}
  restartPolicy: Always
  {{- end }}
  {{- with include "sidemock.env" $ctx | trim }}
  env:
    {{- . | nindent 4 }}
  {{- end }}
  {{- with $ctx.Values.extraEnvFrom }}
  envFrom:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  ports:
    {{- range include "sidemock.mockPorts" $ctx | fromJsonArray }}
    - name: {{ .name }}
      containerPort: {{ int .port }}
      protocol: TCP
    {{- end }}
    {{- with include "sidemock.adminPort" $ctx }}
    - name: admin
      containerPort: {{ . }}
      protocol: TCP
    {{- end }}
    - name: management
      containerPort: {{ int $ctx.Values.settings.managementPort }}
      protocol: TCP
  {{- if $ctx.Values.startupProbe.enabled }}
  startupProbe:
    {{- include "sidemock.probe" (dict "probe" $ctx.Values.startupProbe "path" $startupPath) | nindent 4 }}
  {{- end }}
  {{- if $ctx.Values.readinessProbe.enabled }}
  readinessProbe:
    {{- include "sidemock.probe" (dict "probe" $ctx.Values.readinessProbe) | nindent 4 }}
  {{- end }}
  {{- if $ctx.Values.livenessProbe.enabled }}
  livenessProbe:
    {{- include "sidemock.probe" (dict "probe" $ctx.Values.livenessProbe) | nindent 4 }}
  {{- end }}
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
      {{- range $file, $_ := include "sidemock.environmentFiles" $ctx | fromJson }}
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
      - key: {{ ternary $ctx.Values.adminToken.existingSecretKey "token" (ne $ctx.Values.adminToken.existingSecret "") }}
        path: token
{{- end }}
{{- if $ctx.Values.tls.enabled }}
- name: sidemock-tls
  secret:
    secretName: {{ include "sidemock.tlsSecretName" $ctx }}
    defaultMode: {{ $secretMode }}
{{- end }}
{{- with $ctx.Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}
