// `pnpm packages`: packs what is published and looks at it as a stranger's tools would. Do the entries of each manifest exist
// and say what they are (publint); do the types match what runs, for bundlers and for Node (are the types wrong?).
// CommonJS and the resolution of TypeScript before 2022 are not promised: the packages are ES modules.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import type { Problem } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { packPackages } from './pack.ts'
import type { Packed } from './pack.ts'

const folder = mkdtempSync(join(tmpdir(), 'stet-packages-'))
try {
  const complaints: string[] = []
  for (const packed of packPackages(folder)) {
    const found = [...(await entryComplaints(packed)), ...(await typeComplaints(packed))]
    process.stdout.write(`${packed.name} ${packed.version}: ${found.length === 0 ? 'in order' : ''}\n`)
    complaints.push(...found.map((text) => `${packed.name}: ${text}`))
  }
  process.stdout.write(complaints.map((line) => `${line}\n`).join(''))
  process.exitCode = complaints.length === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}

async function entryComplaints({ tarball }: Packed): Promise<string[]> {
  const data = readFileSync(tarball)
  const { messages, pkg } = await publint({
    pack: { tarball: data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) },
    level: 'suggestion',
    strict: true,
  })
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code)
}

async function typeComplaints({ tarball }: Packed): Promise<string[]> {
  const result = await checkPackage(createPackageFromTarballData(readFileSync(tarball)), {
    excludeEntrypoints: [/\.css$/],
  })
  if (result.types === false) return ['has no types.']
  return result.problems.filter(isPromised).map((problem) => JSON.stringify(problem))
}

function isPromised(problem: Problem): boolean {
  return !('resolutionKind' in problem) || /^(?:node16-esm|bundler)$/.test(problem.resolutionKind)
}
