{{/* The front door: one port for many environments, and the names by which it is called. */}}

{{/* "true" when there is one: it is switched on, or left to itself and any of its values is set. */}}
{{- define "sidemock.hasFrontDoor" -}}
{{- with .Values.frontDoor -}}
{{- if kindIs "bool" .enabled -}}{{- if .enabled -}}true{{- end -}}
{{- else if or .services .routes .only .port .tlsPort -}}true{{- end -}}
{{- end -}}
{{- end -}}

{{/* The Services that are asked for, as JSON: [{name, ports, annotations, labels}]; none without a front door. */}}
{{- define "sidemock.frontServices" -}}
{{- $services := list -}}
{{- if include "sidemock.hasFrontDoor" . -}}
{{- range .Values.frontDoor.services -}}
{{- $service := ternary (dict "name" .) . (kindIs "string" .) -}}
{{- $services = append $services (merge (dict) $service (dict "ports" (list 80) "annotations" dict "labels" dict)) -}}
{{- end -}}
{{- end -}}
{{- toJson $services -}}
{{- end -}}

{{/*
The container's ports of the front door, as JSON: [{name, port, servicePort, appProtocol, owner, isFront}]. In somebody else's
pod they are the ports that clients call, as no Service stands between.
*/}}
{{- define "sidemock.frontPorts" -}}
{{- $ports := list -}}
{{- if include "sidemock.hasFrontDoor" . -}}
{{- $isDeployment := eq .Values.mode "deployment" -}}
{{- $port := .Values.frontDoor.port | default (ternary 8080 80 $isDeployment) -}}
{{- $ports = append $ports (dict "name" "front" "port" (int $port) "servicePort" 80 "appProtocol" "http" "owner" "frontDoor.port" "isFront" true) -}}
{{- $tlsPort := .Values.frontDoor.tlsPort -}}
{{- range include "sidemock.frontServices" . | fromJsonArray -}}
{{- range .ports -}}
{{- if eq (int .) 443 -}}{{- $tlsPort = $tlsPort | default (ternary 8443 443 $isDeployment) -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- with $tlsPort -}}
{{- $ports = append $ports (dict "name" "front-tls" "port" (int .) "servicePort" 443 "appProtocol" "https" "owner" "frontDoor.tlsPort" "isFront" true) -}}
{{- end -}}
{{- end -}}
{{- toJson $ports -}}
{{- end -}}

{{/* The server's variables of the front door, as JSON: name -> value. */}}
{{- define "sidemock.frontVariables" -}}
{{- $variables := dict -}}
{{- range include "sidemock.frontPorts" . | fromJsonArray -}}
{{- $_ := set $variables (ternary "MOCKOON_FRONT_TLS_PORT" "MOCKOON_FRONT_PORT" (eq .name "front-tls")) (toString (int .port)) -}}
{{- end -}}
{{- if include "sidemock.hasFrontDoor" . -}}
{{- if .Values.frontDoor.only -}}{{- $_ := set $variables "MOCKOON_FRONT_ONLY" "true" -}}{{- end -}}
{{- with .Values.frontDoor.routes -}}{{- $_ := set $variables "MOCKOON_FRONT_ROUTES" (join "," .) -}}{{- end -}}
{{- end -}}
{{- toJson $variables -}}
{{- end -}}

{{/* Names that two Services would have. */}}
{{- define "sidemock.validateFrontDoor" -}}
{{- $taken := dict (include "sidemock.fullname" .) "the Service of all mocks" (printf "%s-management" (include "sidemock.fullname" .)) "the Service of the management port" -}}
{{- range include "sidemock.frontServices" . | fromJsonArray -}}
{{- if hasKey $taken .name -}}
{{- fail (printf "frontDoor.services: %s is the name of %s: give it another one, or set fullnameOverride" .name (get $taken .name)) -}}
{{- end -}}
{{- $_ := set $taken .name "another item" -}}
{{- end -}}
{{- end -}}
