{{/*
All objects of one service. Called with a dictionary: root, name, component, values, http and management (ports), protocol,
failures (of the startup probe), grace (s), database (whether it uses PostgreSQL).
*/}}
{{- define "dungeontalk.service" -}}
{{- $values := .root.Values -}}
{{- $settings := merge (dict) .values.settings (dict "JDK_JAVA_OPTIONS" "-XX:MaxRAMPercentage=50") -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "dungeontalk.labels" . | nindent 4 }}
automountServiceAccountToken: false
---
apiVersion: v1
kind: Service
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "dungeontalk.labels" . | nindent 4 }}
spec:
  selector:
    app.kubernetes.io/name: {{ .name }}
  ports:
    - name: http
      port: 80
      targetPort: http
      appProtocol: {{ .protocol }}
---
# A node drain evicts one pod at a time, and pods that are not ready at any time: they must not block it.
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "dungeontalk.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      app.kubernetes.io/name: {{ .name }}
---
# Settings of this service only.
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "dungeontalk.labels" . | nindent 4 }}
data: {{- toYaml $settings | nindent 2 }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .name }}
  namespace: {{ .root.Release.Namespace }}
  labels: {{- include "dungeontalk.labels" . | nindent 4 }}
spec:
  replicas: {{ .values.replicas }}
  selector:
    matchLabels:
      app.kubernetes.io/name: {{ .name }}
  strategy:
    rollingUpdate:
      maxSurge: 1
      maxUnavailable: 0
  template:
    metadata:
      labels:
        {{- include "dungeontalk.labels" . | nindent 8 }}
        app.kubernetes.io/component: {{ .component }}
      annotations:
        # Changed settings restart the pods.
        checksum/settings: {{ list $settings $values.kafka $values.postgres | toJson | sha256sum }}
    spec:
      serviceAccountName: {{ .name }}
      automountServiceAccountToken: false
      # Quarkus would read the variables that Kubernetes derives from service names as settings.
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ .grace }}
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      {{- with $values.images.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      topologySpreadConstraints:
        {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
        - topologyKey: {{ . }}
          maxSkew: 1
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app.kubernetes.io/name: {{ $.name }}
          matchLabelKeys: [pod-template-hash]
        {{- end }}
      containers:
        - name: {{ .name }}
          image: "{{ $values.images.registry }}/{{ .name }}:{{ $values.images.tag | default .root.Chart.AppVersion }}"
          {{- with $values.images.pullPolicy }}
          imagePullPolicy: {{ . }}
          {{- end }}
          ports:
            - name: http
              containerPort: {{ .http }}
            - name: management
              containerPort: {{ .management }}
          envFrom:
            - configMapRef:
                name: kafka-client
            {{- with $values.kafka.settingsSecretName }}
            - secretRef:
                name: {{ . }}
            {{- end }}
            {{- if .database }}
            - configMapRef:
                name: postgres-client
            {{- end }}
            - configMapRef:
                name: {{ .name }}
          env:
            {{- if $values.token.jwks }}
            - name: DUNGEONTALK_TOKEN_JWKS
              value: {{ $values.token.jwks | quote }}
            {{- else }}
            - name: DUNGEONTALK_TOKEN_SECRET
              valueFrom:
                secretKeyRef:
                  name: {{ $values.token.secretName }}
                  key: secret
            {{- end }}
            {{- if $values.kafka.tls }}
            - name: KAFKA_SSL_KEYSTORE_KEY
              valueFrom:
                secretKeyRef:
                  name: {{ .name }}
                  key: user.key
            - name: KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN
              valueFrom:
                secretKeyRef:
                  name: {{ .name }}
                  key: user.crt
            - name: KAFKA_SSL_TRUSTSTORE_CERTIFICATES
              valueFrom:
                secretKeyRef:
                  name: {{ $values.kafka.caSecretName }}
                  key: ca.crt
            {{- end }}
            {{- if .database }}
            - name: QUARKUS_DATASOURCE_USERNAME
              valueFrom:
                secretKeyRef:
                  name: {{ .values.databaseSecretName }}
                  key: username
            - name: QUARKUS_DATASOURCE_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: {{ .values.databaseSecretName }}
                  key: password
            {{- end }}
          startupProbe:
            httpGet:
              path: /q/health/started
              port: management
            periodSeconds: 2
            timeoutSeconds: 2
            failureThreshold: {{ .failures }}
          readinessProbe:
            httpGet:
              path: /q/health/ready
              port: management
            periodSeconds: 5
            timeoutSeconds: 4
            failureThreshold: 2
          # Checks neither Kafka nor PostgreSQL: a restart would not bring them back.
          livenessProbe:
            httpGet:
              path: /q/health/live
              port: management
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          # Traffic stops before the service stops.
          lifecycle:
            preStop:
              sleep:
                seconds: 5
          resources:
            requests:
              cpu: {{ .values.cpu | quote }}
              memory: {{ .values.memory }}
            limits:
              memory: {{ .values.memory }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          volumeMounts:
            - name: tmp
              mountPath: /tmp
            {{- if and .database $values.postgres.tls }}
            - name: postgres-ca
              mountPath: /etc/postgres
              readOnly: true
            {{- end }}
      volumes:
        - name: tmp
          emptyDir:
            sizeLimit: 64Mi
        {{- if and .database $values.postgres.tls }}
        - name: postgres-ca
          secret:
            secretName: {{ $values.postgres.caSecretName }}
            items:
              - key: ca.crt
                path: ca.crt
        {{- end }}
{{- end }}

{{- define "dungeontalk.labels" -}}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/part-of: dungeontalk
{{- end }}
