{{/* What Kubernetes would refuse, or take and never do. */}}
{{- define "sidemock.validateDeployment" -}}
{{- if .Values.settings.check -}}
{{- fail "settings.check ends the program after a look at the environments, so that no pod would ever be ready: it is for mode: sidecar, whose sidemock.sidecar.check sets it" -}}
{{- end -}}
{{- if and .Values.reloadHook.enabled (eq (toString .Values.settings.watch) "false") (not .Values.environments.restartOnChange) -}}
{{- fail "reloadHook.enabled waits for what settings.watch=false never loads: leave settings.watch out, or set environments.restartOnChange" -}}
{{- end -}}
{{- include "sidemock.validateService" . -}}
{{- include "sidemock.validateAutoscaling" . -}}
{{- end -}}

{{/* Names of ports that lead somewhere, and fields that go with the Service's type. */}}
{{- define "sidemock.validateService" -}}
{{- $names := list -}}
{{- range include "sidemock.mockPorts" . | fromJsonArray -}}{{- $names = append $names .name -}}{{- end -}}
{{- $sent := dict -}}
{{- if .Values.ingress.enabled -}}
{{- range .Values.ingress.hosts -}}{{- range .paths -}}{{- with .port -}}{{- $_ := set $sent . "ingress.hosts sends to" -}}{{- end -}}{{- end -}}{{- end -}}
{{- end -}}
{{- if .Values.httpRoute.enabled -}}
{{- range .Values.httpRoute.rules -}}{{- with .port -}}{{- $_ := set $sent . "httpRoute.rules sends to" -}}{{- end -}}{{- end -}}
{{- end -}}
{{- if .Values.service.enabled -}}
{{- $type := .Values.service.type -}}
{{- range $name, $_ := .Values.service.nodePorts -}}{{- $_ := set $sent $name "service.nodePorts names" -}}{{- end -}}
{{- range list "nodePorts" "externalTrafficPolicy" -}}
{{- if and (get $.Values.service .) (eq $type "ClusterIP") -}}
{{- fail (printf "service.%s needs service.type NodePort or LoadBalancer" .) -}}
{{- end -}}
{{- end -}}
{{- range list "loadBalancerClass" "loadBalancerSourceRanges" -}}
{{- if and (get $.Values.service .) (ne $type "LoadBalancer") -}}
{{- fail (printf "service.%s needs service.type LoadBalancer" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $name, $who := $sent -}}
{{- if not (has $name $names) -}}
{{- fail (printf "%s the port %s; the mock ports are %s" $who $name (sortAlpha $names | join ", ")) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* A target is a share of what a pod requests; without a request Kubernetes takes the limit for it. */}}
{{- define "sidemock.validateAutoscaling" -}}
{{- with .Values.autoscaling -}}
{{- if .enabled -}}
{{- if gt (int .minReplicas) (int .maxReplicas) -}}
{{- fail (printf "autoscaling.minReplicas is %d and autoscaling.maxReplicas %d: swap them" (int .minReplicas) (int .maxReplicas)) -}}
{{- end -}}
{{- range $resource, $target := dict "cpu" "targetCPUUtilizationPercentage" "memory" "targetMemoryUtilizationPercentage" -}}
{{- if and (get $.Values.autoscaling $target) (not (dig "requests" $resource "" $.Values.resources)) (not (dig "limits" $resource "" $.Values.resources)) -}}
{{- fail (printf "autoscaling.%s is a share of resources.requests.%s, and there is none: set one, or set the target to null" $target $resource) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
