// `pnpm handbook`: writes the pages of docs/ that are made from the code.
import { writeMadePages } from './made-pages.ts'

for (const path of writeMadePages()) process.stdout.write(`${path}\n`)
