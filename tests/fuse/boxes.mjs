// node boxes.mjs PAGES.JSONL FOLDER: what a theme would put into each language's index.json, from what twc-index tells of the pages.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';

const [file, folder] = process.argv.slice(2);
const pages = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
for (const lang of ['en', 'nl']) {
  mkdirSync(`${folder}/${lang}`);
  writeFileSync(`${folder}/${lang}/index.json`, JSON.stringify(pages.filter((page) => page.lang === lang)
    .map((page) => ({title: page.title, section: page.section, summary: page.summary, content: page.text}))));
}
