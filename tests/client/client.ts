// A client generated from the API's description (openapi-typescript, openapi-fetch), used as anybody would. tsc holds its words to the
// description; running it holds the daemon to them, on every route.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import createClient from 'openapi-fetch';
import type {components, paths} from './generated.js';

type Problem = components['schemas']['Problem'];
type Answer = components['schemas']['Answer'];

const base = process.argv[2];
const hasty = process.argv[3]; // a daemon that answers one request, then 429
const empty = process.argv[4]; // a daemon without an index
const client = createClient<paths>({baseUrl: base, querySerializer: {object: {style: 'form', explode: true}}});
const asked = new Set<string>();
const text = {parseAs: 'text'} as const;

/* What an error has to be, by its type and by what came. */
function problem(error: Problem | string | undefined, response: Response, status: number, name: string): Problem {
  assert.ok(error && typeof error !== 'string'); // a browser would get a page here
  assert.equal(response.status, status);
  assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
  assert.equal(error.status, status);
  assert.equal(error.type, `/problems/${name}`);
  assert.ok(error.title.length > 0 && error.detail && error.instance);
  return error;
}

async function search() {
  asked.add('/api/v1/search');
  const query = {q: 'works council', lang: 'en', facets: 'tag,section,lang', limit: 3, offset: 0, sort: 'relevance', explain: '1'} as const;
  const {data: found, response} = await client.GET('/api/v1/search', {params: {query}});
  assert.ok(found);
  const data = found as Answer; // since fields was not asked for
  assert.equal(data.query, 'works council');
  assert.equal(data.hits.length, 3);
  assert.ok(data.totalMatches >= data.totalHits && data.totalHits > 0);
  assert.ok(data.index.documents > 0 && data.processingTimeMs >= 0);
  for (const hit of data.hits) {
    assert.ok(hit.url.startsWith('/') && hit.title && hit._formatted.title && hit._rankingScore <= 1);
    for (const sub of hit.sub_results) assert.ok(sub.url.includes('#') && sub._formatted.snippet);
    for (const other of hit.translations) assert.ok(other.lang && other.url);
  }
  assert.ok(Object.keys(data.facetDistribution?.lang ?? {}).includes('en'));
  const again = await client.GET('/api/v1/search', {params: {query}, headers: {'If-None-Match': response.headers.get('ETag') ?? ''}});
  assert.equal(again.response.status, 304);
  const narrow = await client.GET('/api/v1/search', {params: {query: {q: 'strike', tag: ['a,b', 'c'], section: ['guides'], from: '2020-01-01', to: '2030-01-01'}}});
  assert.equal(narrow.response.status, 200);
  const kept = await client.GET('/api/v1/search', {params: {query: {q: 'strike', taxonomies: {'tax.authors': 'nobody at all'}}}});
  assert.equal(kept.data?.hits?.length, 0); // so the daemon read it
  const part = await client.GET('/api/v1/search', {params: {query: {q: 'strike', fields: 'totalHits,hits.url,hits._formatted.title'}}});
  assert.deepEqual(Object.keys(part.data ?? {}), ['totalHits', 'hits']);
  for (const hit of part.data?.hits ?? []) assert.deepEqual([Object.keys(hit), Object.keys(hit._formatted ?? {})], [['url', '_formatted'], ['title']]);
  const wrong = await client.GET('/api/v1/search', {params: {query: {q: 'a', limit: 0, sort: 'up' as 'date'}}});
  assert.deepEqual(problem(wrong.error, wrong.response, 400, 'invalid-parameter').invalid_params?.map((p) => p.name).sort(), ['limit', 'sort']);
  return data.hits[0]!;
}

async function suggest() {
  asked.add('/api/v1/suggest');
  const {data} = await client.GET('/api/v1/suggest', {params: {query: {q: 'str', lang: 'en', limit: 4}}});
  assert.ok(data && 'suggestions' in data);
  assert.ok(data.suggestions.length > 0 && data.suggestions.length <= 4);
  for (const s of data.suggestions) assert.ok(s.text && ['title', 'heading', 'tag', 'word'].includes(s.kind));
  const array = await client.GET('/api/v1/suggest', {params: {query: {q: 'str', format: 'opensearch'}}});
  assert.ok(Array.isArray(array.data));
  assert.equal(array.data[0], 'str');
  assert.equal(array.data[1]?.length, array.data[3]?.length);
  const wrong = await client.GET('/api/v1/suggest', {params: {query: {q: 'a', limit: 99}}});
  problem(wrong.error, wrong.response, 400, 'invalid-parameter');
}

async function similar(id: string) {
  asked.add('/api/v1/similar');
  const {data} = await client.GET('/api/v1/similar', {params: {query: {id, lang: 'en'}}});
  assert.ok(data && data.hits.length > 0 && data.hits.every((hit) => hit.id !== id));
  const none = await client.GET('/api/v1/similar', {params: {query: {id: 'none'}}});
  problem(none.error, none.response, 404, 'no-such-page');
  const wrong = await client.GET('/api/v1/similar', {params: {query: {id: ''}}});
  problem(wrong.error, wrong.response, 400, 'invalid-parameter');
}

async function pages() {
  const query = {q: 'strike', lang: 'nl', sort: 'date' as const, limit: 2, section: ['guides']};
  const results = await client.GET('/search', {params: {query}, ...text});
  assert.match(String(results.data), /<html lang="nl"/);
  const front = await client.GET('/', text);
  assert.match(String(front.data), /<twc-search/);
  const description = await client.GET('/opensearch.xml', {params: {query: {lang: 'nl'}}, ...text});
  assert.match(String(description.data), /<Language>nl<\/Language>/);
  const script = await client.GET('/twc-search.js', text);
  assert.match(String(script.data), /customElements/);
  const style = await client.GET('/twc-search.css', text);
  assert.match(String(style.data), /:host/);
  const about = await client.GET('/problems/{name}', {params: {path: {name: 'busy'}}, ...text});
  assert.match(String(about.data), /503/);
  const none = await client.GET('/problems/{name}', {params: {path: {name: 'none'}}});
  problem(none.error, none.response, 404, 'not-found');
  const wrong = await client.GET('/search', {params: {query: {q: 'a', limit: 99}}});
  problem(wrong.error, wrong.response, 400, 'invalid-parameter');
  for (const path of ['/search', '/', '/opensearch.xml', '/twc-search.js', '/twc-search.css', '/problems/{name}']) asked.add(path);
}

async function probes() {
  const health = await client.GET('/healthz');
  assert.equal(health.data?.status, 'ok');
  const ready = await client.GET('/readyz');
  assert.ok(ready.data && ready.data.documents > 0 && ready.data.age >= 0 && ready.data.generation);
  const metrics = await client.GET('/metrics', text);
  assert.match(String(metrics.data), /^twc_search_zero_results_total \d+$/m);
  const description = await client.GET('/api/v1/openapi.json');
  assert.equal(JSON.stringify(description.data).length > 10000, true);
  for (const path of ['/healthz', '/readyz', '/metrics', '/api/v1/openapi.json']) asked.add(path);
}

async function trouble() {
  const one = createClient<paths>({baseUrl: hasty});
  await one.GET('/api/v1/search', {params: {query: {q: 'a'}}});
  const many = await one.GET('/api/v1/search', {params: {query: {q: 'a'}}});
  problem(many.error, many.response, 429, 'too-many-requests');
  assert.ok(Number(many.response.headers.get('Retry-After')) >= 1);
  const away = createClient<paths>({baseUrl: empty});
  for (const got of [await away.GET('/api/v1/search', {params: {query: {q: 'a'}}}), await away.GET('/api/v1/suggest', {params: {query: {q: 'a'}}}),
    await away.GET('/api/v1/similar', {params: {query: {id: 'a'}}}), await away.GET('/readyz'), await away.GET('/opensearch.xml'), await away.GET('/search')]) {
    problem(got.error, got.response, 503, 'no-index');
    assert.ok(Number(got.response.headers.get('Retry-After')) >= 1);
  }
  const front = await away.GET('/');
  problem(front.error, front.response, 503, 'no-index');
}

const first = await search();
await suggest();
await similar(first.id);
await pages();
await probes();
await trouble();
const described = Object.keys(JSON.parse(readFileSync(new URL('../../../http/openapi.json', import.meta.url), 'utf8')).paths);
assert.deepEqual([...asked].sort(), described.sort());
console.log(`a generated client and the daemon agree on ${described.length} of ${described.length} routes`);
