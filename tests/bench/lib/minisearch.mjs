// MiniSearch as a peer, with the options of its README and prefixes.   minisearch.mjs MODULES PAGES.jsonl QUERIES.tsv
// Prints how many pages it has and the CPU microseconds a query, p50 and p99.
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';

const [modules, pages, queries] = process.argv.slice(2);
const MiniSearch = createRequire(modules + '/x.js')('minisearch');
const search = new MiniSearch({fields: ['title', 'text'], storeFields: ['title'], idField: 'path',
    searchOptions: {boost: {title: 2}, prefix: true, fuzzy: 0.2}});

for (const line of readFileSync(pages, 'utf8').split('\n').filter(Boolean)) {
    const {path, display_title: title, text} = JSON.parse(line);
    if (path) search.add({path, title, text});
}
const asked = readFileSync(queries, 'utf8').split('\n').filter(Boolean).map(line => line.split('\t')[1]);
const taken = asked.map(query => {
    const start = process.cpuUsage();
    search.search(query).slice(0, 10);
    const {user, system} = process.cpuUsage(start);
    return user + system;
}).sort((a, b) => a - b);
const at = share => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))];
console.log(JSON.stringify({pages: search.documentCount, p50: at(0.5), p99: at(0.99)}));
