// The API's description: valid by a public validator, and true of the daemon's answers.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {Validator} from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const description = JSON.parse(readFileSync(new URL('../../http/openapi.json', import.meta.url)));
const ajv = new Ajv2020.default({strict: false, allErrors: true});
addFormats.default(ajv);
ajv.addSchema({$id: 'api', ...description});

const found = (o) => o?.$ref ? o.$ref.slice(2).split('/').reduce((at, name) => at[name], description) : o;

/* The pointer to a response: where it stands, or what stands there leads to. */
function responseOf(route, status) {
  const at = description.paths[route].get.responses[status];
  return at?.$ref ? at.$ref.slice(2).split('/') : ['paths', route, 'get', 'responses', status];
}

/* Headers of every answer, told in words; and those that HTTP itself has. */
const common = ['x-content-type-options', 'referrer-policy', 'content-security-policy', 'content-type', 'content-length', 'content-encoding', 'date', 'connection', 'keep-alive'];

/* What is answered is described, with each of its headers. */
function hold(reply, route, path) {
  const said = found(description.paths[route].get.responses[reply.status]);
  assert.ok(said, `${route} ${reply.status} is described`);
  for (const name of reply.headers.keys()) {
    assert.ok(common.includes(name) || Object.keys(said.headers ?? {}).some((n) => n.toLowerCase() === name) || name === 'content-language' && reply.status !== 200,
      `${name} of ${path} ${reply.status} is described`);
  }
  for (const name of ['Cache-Control', 'Vary', ...reply.status === 503 || reply.status === 429 ? ['Retry-After'] : []])
    assert.ok(said.headers[name] && reply.headers.get(name), `${path} ${reply.status} has ${name}`);
  return said;
}

/* Holds an answer against what the description says of its route, status and type. */
async function check(url, path, route, {status = 200, headers = {}} = {}) {
  const reply = await fetch(url + path, {headers});
  assert.equal(reply.status, status, path);
  const said = hold(reply, route, path);
  const type = reply.headers.get('Content-Type').split(';')[0];
  assert.ok(said.content[type], `${route} ${status} ${type} is described`);
  if (!/json/.test(type)) return reply.text();
  const pointer = [...responseOf(route, status), 'content', type, 'schema'].map((p) => String(p).replaceAll('~', '~0').replaceAll('/', '~1')).map(encodeURIComponent).join('/');
  const body = await reply.json();
  const valid = ajv.getSchema(`api#/${pointer}`);
  assert.ok(valid(body), `${path}: ${ajv.errorsText(valid.errors)}`);
  return body;
}

export default {
  async 'the description is valid OpenAPI 3.1'() {
    const {valid, errors} = await new Validator().validate(structuredClone(description));
    assert.ok(valid, JSON.stringify(errors));
    assert.match(description.openapi, /^3\.1/);
  },

  async 'the daemon serves the description that is tested'({daemon}) {
    assert.deepEqual(await (await fetch(daemon.url + '/api/v1/openapi.json')).json(), description);
  },

  async 'every route answers as described'({daemon: {url}}) {
    const search = (q) => check(url, '/api/v1/search?' + q, '/api/v1/search');
    const first = await search('q=works+council&lang=en&facets=tag,section,lang,year&explain=1');
    assert.ok(first.totalHits > 0);
    for (const q of ['', 'q=ondernemingsraad&lang=nl', 'q=%22right+to+strike%22', 'q=(((', 'q=unoin', 'q=qqqqqqqqq', 'q=strike&tag=a,b&tag=c&section=guides', 'q=a&from=2020-01-01&to=2030-01-01&sort=date&limit=50&offset=10',
      'q=' + 'x'.repeat(3000), 'q=werk&lang=de&facets=tag'])
      await search(q);
    await check(url, '/api/v1/suggest?q=str&lang=en', '/api/v1/suggest');
    await check(url, '/api/v1/suggest?q=str&lang=en', '/api/v1/suggest', {headers: {Accept: 'application/x-suggestions+json'}});
    await check(url, `/api/v1/similar?id=${encodeURIComponent(first.hits[0].id)}&lang=en`, '/api/v1/similar');
    for (const path of ['/opensearch.xml', '/search', '/', '/twc-search.js', '/twc-search.css', '/healthz', '/readyz', '/metrics', '/api/v1/openapi.json'])
      await check(url, path, path);
    await check(url, '/problems/busy', '/problems/{name}');
  },

  async 'every error answers as described'({daemon: {url}}) {
    await check(url, '/api/v1/search?limit=0', '/api/v1/search', {status: 400});
    await check(url, '/api/v1/suggest?limit=99', '/api/v1/suggest', {status: 400});
    await check(url, '/api/v1/similar', '/api/v1/similar', {status: 400});
    await check(url, '/api/v1/similar?id=none', '/api/v1/similar', {status: 404});
    await check(url, '/search?limit=0', '/search', {status: 400});
    await check(url, '/problems/none', '/problems/{name}', {status: 404});
  },

  async 'HEAD, 304 and the pages of errors are as described, on every route'({daemon: {url}}) {
    const {hits} = await (await fetch(url + '/api/v1/search?q=strike')).json();
    const paths = {'/api/v1/search': '?q=strike&lang=en', '/api/v1/suggest': '?q=str', '/api/v1/similar': '?id=' + hits[0].id, '/search': '?q=strike&lang=en', '/problems/{name}': ''};
    for (const route of Object.keys(description.paths)) {
      const path = route.replace('{name}', 'busy') + (paths[route] ?? '');
      const get = await fetch(url + path), head = await fetch(url + path, {method: 'HEAD'});
      assert.equal(get.status, 200, path);
      const names = (r) => [...r.headers.keys()].filter((n) => !['date', 'connection', 'keep-alive'].includes(n)).sort();
      assert.deepEqual(names(head), names(get), `HEAD ${path}`);
      assert.equal(head.headers.get('ETag'), get.headers.get('ETag'));
      assert.equal(await head.text(), '');
      const tag = get.headers.get('ETag');
      assert.equal(!!tag, !!found(description.paths[route].get.responses[304]), `${route} has an ETag where 304 is described`);
      if (!tag) continue;
      assert.match(tag, /^"[^"]+"$/);
      const again = await fetch(url + path, {headers: {'If-None-Match': tag}});
      assert.equal(again.status, 304, path);
      assert.equal(again.headers.get('ETag'), tag);
      hold(again, route, path);
    }
    const page = await fetch(url + '/search?limit=0', {headers: {Accept: 'text/html'}});
    assert.ok(hold(page, '/search', '/search?limit=0').content[page.headers.get('Content-Type').split(';')[0]]);
  },

  async 'every parameter that is read is described, and of the type that is read'({daemon: {url}}) {
    for (const route of ['/api/v1/search', '/search']) {
      const all = description.paths[route].get.parameters.map(found);
      for (const p of all.filter(({schema}) => schema.type === 'integer')) {
        for (const [value, status] of [[p.schema.minimum, 200], [p.schema.maximum, 200], [p.schema.minimum - 1, 400], [p.schema.maximum + 1, 400]])
          assert.equal((await fetch(`${url}${route}?q=a&${p.name === 'offset' ? 'limit=1&' : ''}${p.name}=${value}`)).status, status, `${route} ${p.name}=${value}`);
      }
      for (const p of all.filter(({schema}) => schema.enum || schema.format === 'date')) {
        for (const [value, status] of [...(p.schema.enum ?? ['2025-01-01']).map((v) => [v, 200]), ['wrong', 400]])
          assert.equal((await fetch(`${url}${route}?q=a&${p.name}=${value}`)).status, status, `${route} ${p.name}=${value}`);
      }
      const names = ['q', 'lang', 'tag', 'section', 'taxonomies', 'from', 'to', 'sort', 'offset', 'limit'];
      assert.deepEqual(all.map(({name}) => name), route === '/search' ? names : [...names, 'facets', 'fields', 'suggest', 'explain']);
    }
  },

  async 'what is asked for by fields is written, and nothing else'({daemon: {url}}) {
    const ask = async (q) => (await fetch(`${url}/api/v1/search?${q}`)).json();
    const all = await ask('q=strike&lang=en&facets=section,tag&suggest=3');
    assert.ok(all.hits[0].snippet && all.suggestions.length);
    const some = await ask('q=strike&lang=en&facets=section,tag&suggest=3&fields=totalHits,hits.url,hits._formatted.title,hits.sub_results.title');
    assert.deepEqual(Object.keys(some), ['totalHits', 'hits']);
    assert.deepEqual(some.hits, all.hits.map((h) => ({url: h.url, _formatted: {title: h._formatted.title}, sub_results: h.sub_results.map(({title}) => ({title}))})));
    assert.deepEqual(await ask('q=strike&lang=en&fields=hits'), {hits: all.hits}); /* a name is all that is below it */
    assert.deepEqual((await ask('q=strike&lang=en&fields=hits.title,hits.matchedTerms')).hits[0].matchedTerms, all.hits[0].matchedTerms);
    assert.deepEqual(await ask('q=str&lang=en&suggest=3&fields=suggestions'), {suggestions: (await (await fetch(`${url}/api/v1/suggest?q=str&lang=en&limit=3`)).json()).suggestions});
    for (const fields of ['totalHits', 'hits', 'hits.url,hits._formatted.title', 'hits.sub_results._formatted,suggestions.text', 'links.next,index.generation,expansions.to,hits.translations.lang', 'query,hits.sub_results.url'])
      await check(url, `/api/v1/search?q=str&lang=en&suggest=3&facets=tag&fields=${fields}`, '/api/v1/search');
    for (const wrong of ['hit', 'hits.', 'hits.url.x', 'hits.ur', '.'])
      assert.equal((await fetch(`${url}/api/v1/search?q=a&fields=${wrong}`)).status, 400, wrong);
    const tags = await Promise.all(['', '&fields=hits.url', '&fields=hits.url,totalHits', '&fields=totalHits,hits.url', '&suggest=1'].map(async (f) => (await fetch(`${url}/api/v1/search?q=strike${f}`)).headers.get('ETag')));
    assert.equal(new Set(tags).size, 4); /* another answer has another tag; the order of names makes none */
  },

  async 'a part of an answer is described as the whole is, but for what must be there'() {
    const {schemas} = description.components;
    const loose = (of) => JSON.parse(JSON.stringify(of, (key, value) => key === 'required' || key === 'description' ? undefined
      : key === '$ref' && `${value.split('/').pop()}Part` in schemas ? value + 'Part' : value));
    for (const name of ['Answer', 'Hit', 'SubResult', 'Suggestion']) {
      assert.ok(schemas[name].required.length > 0);
      assert.deepEqual(loose(schemas[name + 'Part']), loose(schemas[name]), name);
      assert.doesNotMatch(JSON.stringify(schemas[name + 'Part']), /"required"/);
    }
  },

  async 'an answer that is not a part has all of it'({daemon: {url}}) {
    const valid = ajv.getSchema('api#/components/schemas/Answer');
    for (const q of ['q=strike&lang=en', 'q=qqqqqqqq', 'q=unoin&explain=1&facets=tag&suggest=2']) {
      const body = await (await fetch(`${url}/api/v1/search?${q}`)).json();
      assert.ok(valid(body), `${q}: ${ajv.errorsText(valid.errors)}`);
    }
    assert.equal(valid({totalHits: 1}), false);
  },

  async 'sections have the titles that readers of that language know'({daemon: {url}}) {
    for (const [lang, title] of [['nl', /^(Gidsen|Kennisbank)$/], ['en', /^(Guides|Resources)$/]]) { /* of the demo site and the real one */
      const body = await (await fetch(`${url}/api/v1/search?q=&lang=${lang}&limit=50&facets=section`)).json();
      assert.match(body.sectionTitles.guides ?? body.sectionTitles.resources, title);
      assert.ok(Object.keys(body.sectionTitles).every((s) => s in body.facetDistribution.section || body.hits.some((h) => h.section === s)));
    }
  },

  async 'Prometheus reads the metrics and finds nothing to say'({daemon: {url}}) {
    for (const path of ['/api/v1/search?q=strike', '/api/v1/search?q=qqqqqqqqq', '/nothing']) await fetch(url + path);
    const text = await (await fetch(url + '/metrics')).text();
    for (const [name, type] of [['twc_http_requests_total', 'counter'], ['twc_http_request_duration_seconds', 'histogram'], ['twc_search_zero_results_total', 'counter'],
      ['twc_search_rungs_total', 'counter'], ['twc_index_info', 'gauge'], ['twc_index_age_seconds', 'gauge'], ['twc_index_documents', 'gauge'],
      ['twc_index_retries_total', 'counter'], ['process_resident_memory_bytes', 'gauge']])
      assert.match(text, new RegExp(`^# TYPE ${name} ${type}$`, 'm'));
    const {error, status, stdout, stderr} = spawnSync('promtool', ['check', 'metrics'], {input: text});
    if (error) return console.log('  skipped in part: promtool is not installed (apt-get install prometheus)');
    assert.equal(status, 0, String(stdout) + stderr);
    assert.equal(String(stdout) + stderr, '');
  },

  async 'links in an answer lead on through all hits, each once'({daemon: {url}}) {
    const seen = [];
    for (let next = '/api/v1/search?q=werk&lang=nl&limit=3', pages = 0; next && pages < 50; pages++) {
      const body = await check(url, next, '/api/v1/search');
      seen.push(...body.hits.map((h) => h.id));
      next = body.links.next;
    }
    assert.ok(seen.length > 3);
    assert.equal(new Set(seen).size, seen.length);
  },
};
