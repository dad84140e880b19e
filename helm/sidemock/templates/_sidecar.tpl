{{/*
For other people's charts. Add this chart as a dependency with `mode: sidecar`, then in the pod template:

    spec:
      # The pod stays after this, to tell why.
      activeDeadlineSeconds: 600
      initContainers:
        {{- include "sidemock.sidecar.check" . | nindent 8 }}
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

{{/*
An item for `initContainers:` before the sidecar: it loads the environments and ends the pod with the file and the reason when
one is broken. A native sidecar that cannot start is started again and again instead, until the pod's deadline.
*/}}
{{- define "sidemock.sidecar.check" -}}
{{- $ctx := . -}}
{{- if hasKey (.Subcharts | default dict) "sidemock" -}}{{- $ctx = .Subcharts.sidemock -}}{{- end -}}
{{- include "sidemock.sidecar.context" $ctx -}}
- name: sidemock-check
  image: {{ include "sidemock.image" $ctx }}
  imagePullPolicy: {{ $ctx.Values.image.pullPolicy }}
  env:
    {{- include "sidemock.env" (dict "ctx" $ctx "kind" "check") | trim | nindent 4 }}
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

{{/* The items for `hostAliases:` that make a pod call its own front door by the names of frontDoor.services. */}}
{{- define "sidemock.sidecar.hostAliases" -}}
{{- $ctx := . -}}
{{- if hasKey (.Subcharts | default dict) "sidemock" -}}{{- $ctx = .Subcharts.sidemock -}}{{- end -}}
{{- $services := include "sidemock.frontServices" $ctx | fromJsonArray -}}
{{- if not $services -}}
{{- fail "sidemock.sidecar.hostAliases: name what is called: set frontDoor.services" -}}
{{- end -}}
- ip: 127.0.0.1
  hostnames:
    {{- range $services }}
    - {{ .name }}
    - {{ .name }}.{{ $ctx.Release.Namespace }}
    - {{ .name }}.{{ $ctx.Release.Namespace }}.svc
    - {{ .name }}.{{ $ctx.Release.Namespace }}.svc.cluster.local
    {{- end }}
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
