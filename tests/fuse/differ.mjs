// node differ.mjs SEARCH.JS INDEX.JSON-FOLDER PAGES.JSONL URL SEED MINUTES [WORDS]
//
// Asks Fuse, with the options of the site's own search box, and the daemon at URL the same queries: every title, heading and tag of
// the pages, every two words in a row of a title, and 2,000 words drawn from their texts. Whatever Fuse answers must be answered.
import {readFileSync} from 'node:fs';
import {Agent, get} from 'node:http';
import {runInNewContext} from 'node:vm';
import Fuse from 'fuse.js';

const [script, folder, pages, url, seed, minutes, most = 2000] = process.argv.slice(2);
const last = Date.now() + 60000 * Number(minutes);
const agent = new Agent({keepAlive: true});

// What the site's own search box asks Fuse with: the object literal in its script.
const literal = /var options = (\{[^;]*\});/.exec(readFileSync(script, 'utf8'));
if (!literal) throw new Error(`${script}: there is no 'var options = {…};' in it any more`);
const options = runInNewContext(`(${literal[1]})`);
const boxes = new Map(['en', 'nl'].map((lang) =>
  [lang, new Fuse(JSON.parse(readFileSync(`${folder}/${lang}/index.json`, 'utf8')), options)]));

/* mulberry32: the same words for the same seed. */
let state = Number(seed) >>> 0;
function chance() {
  state = (state + 0x6D2B79F5) >>> 0;
  let t = Math.imul(state ^ (state >>> 15), state | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

const wordsOf = (text) => text.match(/[\p{L}\p{N}\p{M}]+(?:[-'’.][\p{L}\p{N}\p{M}]+)*/gu) ?? [];

function queries() {
  const found = new Map(); // kind → Map of "lang\0query"
  const add = (kind, lang, q) => { if (q && q.trim()) { if (!found.has(kind)) found.set(kind, new Map()); found.get(kind).set(`${lang}\0${q}`, [lang, q]); } };
  const words = [];
  for (const line of readFileSync(pages, 'utf8').split('\n').filter(Boolean)) {
    const page = JSON.parse(line);
    add('title', page.lang, page.display_title);
    for (const heading of page.headings) add('heading', page.lang, heading.text);
    for (const tag of page.tags) add('tag', page.lang, tag);
    // As the title has them, with what stands between.
    for (const pair of page.display_title.matchAll(/(?=(?<![\p{L}\p{N}])([\p{L}\p{N}]\S*\s+\S*[\p{L}\p{N}]))/gu)) add('pair', page.lang, pair[1]);
    const title = page.display_title.split(/\s+/);
    for (let i = 0; i + 1 < title.length; i++) add('pair', page.lang, `${title[i]} ${title[i + 1]}`);
    for (const word of wordsOf(page.text)) words.push([page.lang, word]);
  }
  for (let i = 0; i < Number(most); i++) { const [lang, word] = words[Math.floor(chance() * words.length)]; add('word', lang, word); }
  return found;
}

const ask = (lang, q) => new Promise((resolve, reject) => {
  get(`${url}/api/v1/search?lang=${lang}&q=${encodeURIComponent(q)}`, {agent}, (reply) => {
    let body = '';
    reply.setEncoding('utf8').on('data', (part) => { body += part; }).on('end', () => {
      if (reply.statusCode !== 200) return reject(new Error(`${reply.statusCode} for ${q}: ${body}`));
      resolve(JSON.parse(body).hits.length);
    });
  }).on('error', reject);
});

const told = [];
let lost = 0, left = 0;
for (const [kind, list] of queries()) {
  let asked = 0, fused = 0, ours = 0;
  for (const [lang, q] of list.values()) {
    if (Date.now() > last) { left++; continue; }
    const theirs = boxes.get(lang).search(q).length, mine = await ask(lang, q);
    asked++; fused += theirs > 0; ours += mine > 0;
    if (theirs > 0 && mine === 0) { lost++; console.log(`lost: ${kind} [${lang}] ${JSON.stringify(q)}: Fuse has ${theirs}`); }
    else if (mine === 0) console.log(`empty in both: ${kind} [${lang}] ${JSON.stringify(q)}`);
  }
  told.push(`${asked} ${kind}s (Fuse ${fused}, ours ${ours})`);
}
console.log(`seed ${seed}: ${told.join(', ')}; ${lost} answered by Fuse and not by us${left ? `; ${left} left for want of time` : ''}`);
process.exit(lost ? 1 : 0);
