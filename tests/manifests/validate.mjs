// Holds the manifests in docs/ against the published schemas of their kinds, against the restricted pod security standard,
// and against each other: what one names, another has. validate.mjs BIN FILE…
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';
import {parseAllDocuments} from 'yaml';

const MODELS = {
    'monitoring.coreos.com': '@kubernetes-models/prometheus-operator/',
    'gateway.networking.k8s.io': '@kubernetes-models/gateway-api/',
};
// Kinds that no package on npm has a schema of: their types are written beside this file.
const OWN_TYPES = {EnvoyProxy: './envoy-proxy'};
const RESTRICTED_VOLUMES = new Set(['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret']);

const [bin, ...files] = process.argv.slice(2);
const faults = [];
const fault = (where, what) => faults.push(`${where}: ${what}`);

function modelOf(one) {
    const [group] = one.apiVersion.includes('/') ? one.apiVersion.split('/') : [''];
    return MODELS[group] ? `${MODELS[group]}${one.apiVersion}/${one.kind}` : `kubernetes-models/${one.apiVersion}/${one.kind}`;
}

async function checkSchema(where, one) {
    if (OWN_TYPES[one.kind]) return 0;
    try {
        const {[one.kind]: Model} = await import(modelOf(one));
        new Model(one).validate();
    } catch (error) {
        fault(where, error.message);
    }
    return 1;
}

/** The schemas let any key pass. Their types, which are made of the same source, do not: each manifest is a constant of its
 *  type, and the compiler tells what is misspelt or in a wrong place. */
function checkKeys(manifests) {
    const folder = mkdtempSync(join(dirname(fileURLToPath(import.meta.url)), 'typed-'));
    const typed = manifests.map(({where, one}, at) => {
        const from = OWN_TYPES[one.kind] ? `.${OWN_TYPES[one.kind]}` : modelOf(one), path = join(folder, `${at}.ts`);
        writeFileSync(path, `import type {I${one.kind} as Type} from '${from}';\nexport const it: Type = ${JSON.stringify(one, null, 1)};\n`);
        return {where, path};
    });
    const options = {strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ES2022, moduleResolution: ts.ModuleResolutionKind.Bundler};
    const program = ts.createProgram(typed.map(({path}) => path), options);
    for (const {where, path} of typed)
        for (const told of ts.getPreEmitDiagnostics(program, program.getSourceFile(path)))
            fault(where, ts.flattenDiagnosticMessageText(told.messageText, ' '));
    rmSync(folder, {recursive: true});
}

/** The standard "restricted", as its page lists it, for what our manifests use. */
function checkRestricted(where, pod) {
    if (pod.hostNetwork || pod.hostPID || pod.hostIPC) fault(where, 'shares something of the host');
    for (const volume of pod.volumes ?? [])
        for (const kind of Object.keys(volume).filter(key => key !== 'name'))
            if (!RESTRICTED_VOLUMES.has(kind)) fault(where, `volume ${volume.name} is a ${kind}`);
    for (const container of [...pod.initContainers ?? [], ...pod.containers]) {
        const own = {...pod.securityContext, ...container.securityContext}, at = `${where}, container ${container.name}`;
        if (own.runAsNonRoot !== true || own.runAsUser === 0) fault(at, 'may run as root');
        if (own.allowPrivilegeEscalation !== false) fault(at, 'may gain privileges');
        if (!own.capabilities?.drop?.includes('ALL') || own.capabilities.add) fault(at, 'keeps capabilities');
        if (own.seccompProfile?.type !== 'RuntimeDefault') fault(at, 'has no seccomp profile');
        if (own.readOnlyRootFilesystem !== true) fault(at, 'has a root that can be written');
        if (!container.resources?.limits?.memory) fault(at, 'has no limit of memory');
        if (container.ports?.some(port => port.hostPort)) fault(at, 'takes a port of the host');
    }
}

const matches = (labels, wanted) => Object.entries(wanted ?? {}).every(([key, value]) => labels?.[key] === value);

function checkPod(where, pod) {
    const volumes = new Set((pod.volumes ?? []).map(volume => volume.name));
    for (const container of pod.containers) {
        const at = `${where}, container ${container.name}`, ports = (container.ports ?? []).map(port => port.name);
        for (const mount of container.volumeMounts ?? [])
            if (!volumes.has(mount.name)) fault(at, `mounts ${mount.name}, which is no volume`);
        for (const probe of [container.readinessProbe, container.livenessProbe])
            if (probe?.httpGet && !ports.includes(probe.httpGet.port)) fault(at, `asks port ${probe.httpGet.port}, which it has not`);
        checkCommand(at, container);
        for (const [name, limit] of Object.entries(container.resources?.requests ?? {}))
            if (!/^\d+(m|Mi|Gi)?$/.test(limit)) fault(at, `wants ${limit} of ${name}`);
    }
}

/** Every option of ours that a container gives is one that the program has. */
function checkCommand(where, container) {
    const words = [...container.command ?? [], ...container.args ?? []].join(' ').split(/\s+/);
    let program = null;
    for (const word of words) {
        if (/^twc-(index|search|searchd)$/.test(word)) program = word;
        else if (program && word.startsWith('--')) {
            const option = word.split('=')[0];
            const help = execFileSync(`${bin}/${program}`, ['--help'], {encoding: 'utf8'});
            if (!new RegExp(`${option}\\b`).test(help)) fault(where, `${program} has no option ${option}`);
        }
    }
}

const all = [];
let checked = 0;
for (const file of files) {
    for (const document of parseAllDocuments(readFileSync(file, 'utf8'), {merge: true})) {
        const one = document.toJS();
        const where = `${file}: ${one?.kind} ${one?.metadata?.name}`;
        document.errors.forEach(error => fault(where, error.message));
        checked += await checkSchema(where, one);
        all.push({where, one});
    }
}

checkKeys(all);

const kind = name => all.filter(({one}) => one.kind === name);
const pods = kind('Deployment').map(({where, one}) => ({where, labels: one.spec.template.metadata.labels, pod: one.spec.template.spec, of: one}));
for (const {where, labels, pod, of} of pods) {
    checkRestricted(where, pod);
    checkPod(where, pod);
    if (!matches(labels, of.spec.selector.matchLabels)) fault(where, 'does not select its own pods');
    const namespace = kind('Namespace').find(({one}) => one.metadata.name === of.metadata.namespace);
    if (namespace?.one.metadata.labels?.['pod-security.kubernetes.io/enforce'] !== 'restricted') fault(where, 'its namespace is not restricted');
}
const portsOf = selector => pods.filter(({labels}) => matches(labels, selector)).flatMap(({pod}) => pod.containers.flatMap(container => container.ports ?? []));
for (const {where, one} of kind('Service'))
    for (const port of one.spec.ports)
        if (!portsOf(one.spec.selector).some(({name}) => name === port.targetPort)) fault(where, `no pod has its port ${port.targetPort}`);
for (const {where, one} of kind('NetworkPolicy'))
    for (const port of one.spec.ingress.flatMap(rule => rule.ports))
        if (!portsOf(one.spec.podSelector.matchLabels).some(({name}) => name === port.port)) fault(where, `no pod has its port ${port.port}`);
for (const {where, one} of kind('PodDisruptionBudget'))
    if (!portsOf(one.spec.selector.matchLabels).length) fault(where, 'is for no pod');
for (const {where, one} of kind('ServiceMonitor'))
    for (const endpoint of one.spec.endpoints)
        if (!kind('Service').some(({one: service}) => matches(service.metadata.labels, one.spec.selector.matchLabels) &&
                service.spec.ports.some(port => port.name === endpoint.port))) fault(where, `no service has its port ${endpoint.port}`);
for (const {where, one} of kind('HTTPRoute'))
    for (const {name, port} of one.spec.rules.flatMap(rule => rule.backendRefs))
        if (name !== 'site' && !kind('Service').some(({one: service}) => service.metadata.name === name &&
                service.metadata.namespace === one.metadata.namespace &&
                service.spec.ports.some(own => own.port === port))) fault(where, `there is no service ${name} with port ${port}`);
if (!pods.length || !kind('HTTPRoute').length || !kind('ServiceMonitor').length || !kind('NetworkPolicy').length) fault('docs', 'a manifest is missing');

faults.forEach(told => console.log(told));
console.log(`${all.length} manifests, ${checked} of them held against a published schema, all against types that know every key: ${faults.length || 'no'} faults`);
process.exit(faults.length ? 1 : 0);
