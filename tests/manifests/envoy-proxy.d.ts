/** What our EnvoyProxy says, by Envoy Gateway's reference of v1alpha1; for no package on npm has its types. */
export interface IEnvoyProxy {
    apiVersion: 'gateway.envoyproxy.io/v1alpha1';
    kind: 'EnvoyProxy';
    metadata: {name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string>};
    spec: {telemetry?: {accessLog?: {disable?: boolean; settings?: Setting[]}}};
}
interface Setting {
    type?: 'Listener' | 'Route';
    matches?: string[];
    format?: {type?: 'Text'; text: string} | {type?: 'JSON'; json: Record<string, string>};
    sinks: {type: 'File'; file: {path: string}}[];
}
