{{/*
For other people's charts. Add this chart as a dependency with `mode: sidecar`, then in the pod template:

    spec:
      # A broken environment ends the Job, and the pod stays to tell why.
      activeDeadlineSeconds: 600
      initContainers:
        {{- include "sidemock.sidecar" . | nindent 8 }}
      containers:
        - name: tests
          env:
            {{- include "sidemock.sidecar.tokenEnv" . | nindent 12 }}
      volumes:
        {{- include "sidemock.sidecar.volumes" . | nindent 8 }}

Pass `.Subcharts.ALIAS` instead of `.` if the dependency has an alias.
On clusters before 1.29 put "sidemock.sidecar.classic" under `containers:` instead.
*/}}
{{- define "sidemock.sidecar.context" -}}
{{- $known := list "image" "environments" "settings" "adminToken" -}}
{{- range $known -}}
{{- if not (hasKey $.Values .) -}}
{{- fail "sidemock.sidecar: pass a context of the sidemock chart: `.` of a chart that depends on sidemock, or .Subcharts.ALIAS" -}}
{{- end -}}
{{- end -}}
{{- include "sidemock.validate" . -}}
{{- end -}}

{{/* A native sidecar: one item for `initContainers:`. The next containers start when the mocks are ready. */}}
{{- define "sidemock.sidecar" -}}
{{- $ctx := . -}}
{{- if hasKey (.Subcharts | default dict) "sidemock" -}}{{- $ctx = .Subcharts.sidemock -}}{{- end -}}
{{- include "sidemock.sidecar.context" $ctx -}}
{{- include "sidemock.container" (dict "ctx" $ctx "kind" "native") -}}
{{- end -}}

{{/* A classic sidecar: one item for `containers:`. */}}
{{- define "sidemock.sidecar.classic" -}}
{{- $ctx := . -}}
{{- if hasKey (.Subcharts | default dict) "sidemock" -}}{{- $ctx = .Subcharts.sidemock -}}{{- end -}}
{{- include "sidemock.sidecar.context" $ctx -}}
{{- include "sidemock.container" (dict "ctx" $ctx "kind" "classic") -}}
{{- end -}}

{{/* The items for `volumes:` that either needs. */}}
{{- define "sidemock.sidecar.volumes" -}}
{{- $ctx := . -}}
{{- if hasKey (.Subcharts | default dict) "sidemock" -}}{{- $ctx = .Subcharts.sidemock -}}{{- end -}}
{{- include "sidemock.podVolumes" (dict "ctx" $ctx "kind" "sidecar") | trim -}}
{{- end -}}

{{/* The Secret that holds the admin token (key `token` unless adminToken.existingSecretKey says otherwise). */}}
{{- define "sidemock.sidecar.adminSecretName" -}}
{{- $ctx := . -}}
{{- if hasKey (.Subcharts | default dict) "sidemock" -}}{{- $ctx = .Subcharts.sidemock -}}{{- end -}}
{{- include "sidemock.adminSecretName" $ctx -}}
{{- end -}}

{{/* An item for `env:` of the container that calls the admin API: SIDEMOCK_TOKEN. */}}
{{- define "sidemock.sidecar.tokenEnv" -}}
{{- $ctx := . -}}
{{- if hasKey (.Subcharts | default dict) "sidemock" -}}{{- $ctx = .Subcharts.sidemock -}}{{- end -}}
- name: SIDEMOCK_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ include "sidemock.adminSecretName" $ctx }}
      key: {{ include "sidemock.adminSecretKey" $ctx }}
{{- end -}}
