// `pnpm examples`: starts them all and says where each is. Vite ends the process on a signal; nothing has to be kept.
import { exampleNames, serveExamples } from './serve.ts'

const served = await serveExamples({ port: Number(process.env['PORT'] ?? 5180) })
process.stdout.write(`Examples, all on one address: ${served.url}/\n`)
for (const name of exampleNames) process.stdout.write(`  ${served.url}/${name}/\n`)
