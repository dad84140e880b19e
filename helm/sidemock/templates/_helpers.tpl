{{/* Names and labels. */}}
{{- define "sidemock.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* 52 characters leave room for the suffixes -management and -admin. */}}
{{- define "sidemock.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 52 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "sidemock.selectorLabels" -}}
app.kubernetes.io/name: {{ include "sidemock.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Labels of pods that are no mocks: no Service may send mock traffic there. (dict "ctx" . "role" "test") */}}
{{- define "sidemock.helperLabels" -}}
app.kubernetes.io/name: {{ include "sidemock.name" .ctx }}-{{ .role }}
app.kubernetes.io/instance: {{ .ctx.Release.Name }}
app.kubernetes.io/managed-by: {{ .ctx.Release.Service }}
{{- with .ctx.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "sidemock.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "sidemock.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/*
The `metadata:` of one object.
(dict "ctx" . "suffix" "-management" "labels" .Values.x.labels "annotations" .Values.x.annotations)
*/}}
{{- define "sidemock.metadata" -}}
name: {{ include "sidemock.fullname" .ctx }}{{ .suffix }}
namespace: {{ .ctx.Release.Namespace }}
labels:
  {{- include "sidemock.labels" .ctx | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with merge (dict) (.annotations | default dict) .ctx.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "sidemock.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "sidemock.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "sidemock.image" -}}
{{- $repository := include "sidemock.mirrored" (dict "ctx" . "image" .Values.image.repository) -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* An image from global.imageRegistry, if there is one, in the place of its own registry. (dict "ctx" . "image" name) */}}
{{- define "sidemock.mirrored" -}}
{{- $registry := (.ctx.Values.global | default dict).imageRegistry -}}
{{- if $registry -}}
{{- /* As everywhere: what comes before the first slash is a registry when it looks like a host. */ -}}
{{- printf "%s/%s" (trimSuffix "/" $registry) (regexReplaceAll "^([^/]*[.:][^/]*|localhost)/" .image "") -}}
{{- else -}}
{{- .image -}}
{{- end -}}
{{- end -}}

{{/* `imagePullSecrets:` of a pod: those of the chart and those of global, which may be names alone. */}}
{{- define "sidemock.imagePullSecrets" -}}
{{- $secrets := list -}}
{{- range concat ((.Values.global | default dict).imagePullSecrets | default list) .Values.imagePullSecrets -}}
{{- $secrets = append $secrets (ternary (dict "name" .) . (kindIs "string" .)) -}}
{{- end -}}
{{- with $secrets | uniq -}}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}

{{/* A duration as the server reads them (250ms, 10s, 1m), in milliseconds. */}}
{{- define "sidemock.milliseconds" -}}
{{- mul (regexFind "^[0-9]+" . | int64) (get (dict "ms" 1 "s" 1000 "m" 60000 "h" 3600000) (regexFind "[a-z]+$" .)) -}}
{{- end -}}

{{/*
How long the server goes on serving after SIGTERM while it says that it is not ready: until proxies and ingress controllers
have heard that the pod goes. Nobody sends requests to a sidecar but its own pod, so that it needs none.
*/}}
{{- define "sidemock.shutdownDelay" -}}
{{- .Values.settings.shutdownDelay | default "3s" -}}
{{- end -}}

{{/* Seconds between SIGTERM and SIGKILL: what the shutdown takes at most, and some to spare. */}}
{{- define "sidemock.terminationGracePeriodSeconds" -}}
{{- $delay := include "sidemock.shutdownDelay" . -}}
{{- $grace := .Values.settings.shutdownGracePeriod | default "10s" -}}
{{- $sleep := dig "preStop" "sleep" "seconds" 0 .Values.lifecycle | int -}}
{{- $sum := add (include "sidemock.milliseconds" $delay) (include "sidemock.milliseconds" $grace) (mul 1000 $sleep) -}}
{{- $needed := div (add $sum 999) 1000 -}}
{{- if kindIs "invalid" .Values.terminationGracePeriodSeconds -}}
{{- add $needed 5 -}}
{{- else if lt (int .Values.terminationGracePeriodSeconds) (int $needed) -}}
{{- fail (printf "terminationGracePeriodSeconds is %d, but settings.shutdownDelay (%s) and settings.shutdownGracePeriod (%s)%s take up to %d s, and Kubernetes kills the pod before: raise it, leave it out (then it is computed), or shorten the others" (int .Values.terminationGracePeriodSeconds) $delay $grace (ternary (printf " after lifecycle.preStop (%d s)" $sleep) "" (gt $sleep 0)) (int $needed)) -}}
{{- else -}}
{{- int .Values.terminationGracePeriodSeconds -}}
{{- end -}}
{{- end -}}
